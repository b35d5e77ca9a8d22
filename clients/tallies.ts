import type { Purposes, Tally } from "../core/messages.ts";
import type { Bytes } from "../core/units.ts";

/** Running totals of everything a load worker's clients did: plain numbers, cheap to add to and to copy. */
export class Tallies {
  upHeaders = 0;
  upFraming = 0;
  upHandshake = 0;
  downPayload = 0;
  downHeaders = 0;
  downFraming = 0;
  downHandshake = 0;
  events = 0;
  requests = 0;
  responses = 0;
  emptyResponses = 0;
  skippedPolls = 0;

  /** Bytes told as sent. */
  get up(): Bytes {
    return this.upHeaders + this.upFraming + this.upHandshake;
  }

  /** Bytes told as received. */
  get down(): Bytes {
    return this.downPayload + this.downHeaders + this.downFraming + this.downHandshake;
  }

  copy(): Tallies {
    return Object.assign(new Tallies(), this);
  }

  /** What was added since an earlier copy. */
  since(earlier: Tallies): Tally {
    const up: Purposes = {
      payload: 0,
      headers: this.upHeaders - earlier.upHeaders,
      framing: this.upFraming - earlier.upFraming,
      handshake: this.upHandshake - earlier.upHandshake,
    };
    const down: Purposes = {
      payload: this.downPayload - earlier.downPayload,
      headers: this.downHeaders - earlier.downHeaders,
      framing: this.downFraming - earlier.downFraming,
      handshake: this.downHandshake - earlier.downHandshake,
    };
    return {
      up,
      down,
      events: this.events - earlier.events,
      requests: this.requests - earlier.requests,
      responses: this.responses - earlier.responses,
      emptyResponses: this.emptyResponses - earlier.emptyResponses,
      skippedPolls: this.skippedPolls - earlier.skippedPolls,
    };
  }
}
