import type { Milliseconds } from "../../core/units.ts";
import type { LaneCounters } from "../protocol.ts";
import { Audit } from "./audit.ts";
import { Ring } from "./ring.ts";

/** Delays that median and mean are of: the newest ones. */
export const DELAYS = 400;
const ROUND_TRIPS = 120;
/** An answer or an event that takes longer than this is late by anyone's measure. */
export const LATE_MS: Milliseconds = 500;

/** Counts of one lane that only grow. */
interface Counts {
  requests: number;
  answers: number;
  empty: number;
  events: number;
  skipped: number;
  failures: number;
  /** Answers that took longer than `LATE_MS`. */
  slowAnswers: number;
  /** Events that came later than that. */
  lateEvents: number;
}

const NOTHING: Counts = {
  requests: 0,
  answers: 0,
  empty: 0,
  events: 0,
  skipped: 0,
  failures: 0,
  slowAnswers: 0,
  lateEvents: 0,
};

/** What a lane's server counts of the page's own clients. */
export type ServerCounts = Pick<
  LaneCounters,
  "requests" | "emptyResponses" | "eventsSent" | "bytesReceived" | "bytesSent"
>;

/**
 * What one lane measured, as counts since the page began and as figures since the last change of settings: only
 * those are of one setting. All of it is of bounded size.
 */
export class LaneRecord {
  readonly delays = new Ring(DELAYS);
  /** From a question to its answer, of answers that did not wait for an event. */
  readonly roundTrips = new Ring(ROUND_TRIPS);
  readonly audit = new Audit();
  readonly totals: Counts = { ...NOTHING };
  #base: Counts = { ...NOTHING };
  #server: ServerCounts | undefined;
  #serverBase: ServerCounts | undefined;
  #crowd: ServerCounts | undefined;
  #crowdBase: ServerCounts | undefined;
  /** Events due before this moment of the server belong to the settings before. */
  #since: Milliseconds = 0;

  /**
   * Begins the figures anew. The server's counts begin with the first that it takes from then on: what crossed under
   * the settings before is in none of them.
   */
  begin(since: Milliseconds): void {
    this.#since = since;
    this.delays.clear();
    this.roundTrips.clear();
    this.#base = { ...this.totals };
    this.#serverBase = undefined;
    this.#crowdBase = undefined;
  }

  asked(): void {
    this.totals.requests++;
  }

  /**
   * @param took from the question to its answer
   * @param held whether the server may have kept the question until there was an event
   */
  answered(took: Milliseconds, events: number, held: boolean): void {
    this.totals.answers++;
    if (took > LATE_MS) this.totals.slowAnswers++;
    if (events === 0) this.totals.empty++;
    if (!held) this.roundTrips.push(took);
  }

  failed(): void {
    this.totals.failures++;
  }

  skipped(total: number): void {
    this.totals.skipped = total;
  }

  /** Takes an event; whether it is new. Both moments are the server's. */
  event(seq: number, due: Milliseconds, arrived: Milliseconds): boolean {
    if (!this.audit.take(seq)) return false;
    this.totals.events++;
    if (due < this.#since) return true;
    const delay = arrived - due;
    if (delay > LATE_MS) this.totals.lateEvents++;
    this.delays.push(delay);
    return true;
  }

  /**
   * @param crowd the same of the clients that are not this page's
   * @param at the server's moment of counting
   */
  counted(server: ServerCounts, crowd: ServerCounts, at: Milliseconds): void {
    this.#server = server;
    this.#crowd = crowd;
    if (at < this.#since) return;
    this.#serverBase ??= server;
    this.#crowdBase ??= crowd;
  }

  /** Counts since the figures began. */
  get counts(): Readonly<Counts> {
    const now = { ...this.totals };
    for (const name of Object.keys(now) as (keyof Counts)[]) now[name] -= this.#base[name];
    return now;
  }

  /** The server's counts since the figures began; absent until it said something. */
  get server(): ServerCounts | undefined {
    return since(this.#server, this.#serverBase);
  }

  /** Its counts of all the other clients of this lane. */
  get crowd(): ServerCounts | undefined {
    return since(this.#crowd, this.#crowdBase);
  }
}

function since(now: ServerCounts | undefined, base: ServerCounts | undefined): ServerCounts | undefined {
  if (now === undefined || base === undefined) return undefined;
  return {
    requests: now.requests - base.requests,
    emptyResponses: now.emptyResponses - base.emptyResponses,
    eventsSent: now.eventsSent - base.eventsSent,
    bytesReceived: now.bytesReceived - base.bytesReceived,
    bytesSent: now.bytesSent - base.bytesSent,
  };
}
