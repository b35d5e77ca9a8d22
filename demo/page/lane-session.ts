import type { Milliseconds } from "../../core/units.ts";
import type { Lane } from "../protocol.ts";
import { LaneScene, type Manner } from "./canvas/scene.ts";
import type { ServerClock } from "./clock.ts";
import type { Arrived } from "./envelope.ts";
import type { LaneWatcher } from "./lanes/lane.ts";
import { LaneRecord } from "./record.ts";

/** How each lane brings events. */
export const MANNERS = {
  polling: "asks",
  "long-polling": "holds",
  sse: "pushes",
  websocket: "pushes",
} as const satisfies Readonly<Record<Lane, Manner>>;

/** Tells of an event that a lane has for the first time. */
export type Delivered = (lane: Lane, due: Milliseconds, delay: Milliseconds) => void;

/** One lane as the page has it: what its client tells goes into its record and its scene. */
export class LaneSession implements LaneWatcher {
  readonly lane: Lane;
  readonly manner: Manner;
  readonly record = new LaneRecord();
  readonly scene: LaneScene;
  readonly #clock: ServerClock;
  readonly #delivered: Delivered;
  #askedAt: Milliseconds = 0;
  #connected = false;
  #garbled = 0;

  constructor(lane: Lane, clock: ServerClock, delivered: Delivered) {
    this.lane = lane;
    this.manner = MANNERS[lane];
    this.scene = new LaneScene(this.manner);
    this.#clock = clock;
    this.#delivered = delivered;
  }

  /** Whether the lane works as far as it knows: its connection is open, or its last question came through. */
  get connected(): boolean {
    return this.#connected;
  }

  /** Things that came and were no events: 0, or something is wrong. */
  get unreadable(): number {
    return this.#garbled;
  }

  asked(now: Milliseconds): void {
    this.#askedAt = now;
    // A question that is held is not answered for long, which is as it should be.
    if (this.manner === "holds") this.#connected = true;
    this.record.asked();
    this.scene.asked(now);
  }

  answered(now: Milliseconds, events: readonly Arrived[]): void {
    this.#connected = true;
    this.record.answered(now - this.#askedAt, events.length, this.manner === "holds");
    this.scene.answered(
      events.map(({ seq }) => seq),
      now,
    );
    for (const event of events) this.#take(event, now);
  }

  pushed(now: Milliseconds, event: Arrived): void {
    this.scene.pushed(event.seq, now);
    this.#take(event, now);
  }

  skipped(total: number): void {
    this.record.skipped(total);
  }

  opened(): void {
    this.#connected = true;
  }

  failed(): void {
    this.#connected = false;
    this.record.failed();
    this.scene.failed();
  }

  /** The gap shows in the audit, as the cursors that never come. */
  gone(): void {}

  garbled(): void {
    this.#garbled++;
  }

  #take({ seq, at }: Arrived, now: Milliseconds): void {
    const due = at / 1e6;
    const arrived = this.#clock.toServer(now);
    if (this.record.event(seq, due, arrived)) this.#delivered(this.lane, due, arrived - due);
  }
}
