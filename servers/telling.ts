import type { Clock } from "../core/clock.ts";
import { type Bytes, NANOS_PER_MILLI, type Nanoseconds } from "../core/units.ts";
import { encodeIngest, encodePreamble, TOLD_LATE } from "./ingest.ts";

/** The writable side of a connection to a server. A write never blocks: what is not taken waits there. */
export interface Sink {
  write(bytes: Buffer): unknown;
  /** Bytes that wait. */
  readonly writableLength: Bytes;
}

/** What a telling depends on. */
export interface TellingOptions {
  readonly events: number;
  /** The rest of the envelope of an id, made anew each time: nothing is kept per event. */
  tail(id: number): string;
  readonly clock: Clock;
  /** Runs `then` after the event loop has had a turn. */
  soon(then: () => void): void;
  /** When the next event has to leave: what is told again has to be out of the way by then. */
  nextDeadline(): Nanoseconds;
}

/** Events are told again for so long at a time, before the loop may write and hear messages. */
const SLICE: Nanoseconds = 1 * NANOS_PER_MILLI;
const SLICE_BYTES: Bytes = 64 * 1024;
/** What may wait in the sink while events are told again: its memory stays flat. */
const MAX_WAITING_BYTES: Bytes = 256 * 1024;
/** Left free before a deadline, for the write at a slice's end. */
const RESERVE: Nanoseconds = 50_000;
/**
 * Where deadlines leave no time at all, telling again falls back by two events for each one emitted, and is
 * given up to a slice whenever it has fallen back by this many: it comes to its end at any rate.
 */
const MAX_DEBT = 64;
/** How much a new sample counts in the estimate of an event's cost, and how an estimate too large to act on fades. */
const COST_WEIGHT = 0.25;
const COST_FADE = 0.9;

/**
 * What the server that is there has been told. An event goes to it at its emission; a server that took the
 * place of another is first told again everything from id 1 on, in slices that end before the next deadline,
 * and what is emitted meanwhile waits its turn.
 */
export class Telling {
  readonly #options: TellingOptions;
  #sink: Sink | undefined;
  #emitted = 0;
  /** The newest event that this server was told. */
  #told = 0;
  /** The next event's text, made between deadlines and not at one. */
  #next = { id: 0, tail: "" };
  /** What telling one event costs, on average lately. */
  #cost: Nanoseconds | undefined;
  #debt = 0;
  #scheduled = false;

  constructor(options: TellingOptions) {
    this.#options = options;
  }

  /** Whether the server that is there knows every event emitted. */
  get current(): boolean {
    return this.#sink !== undefined && this.#told === this.#emitted;
  }

  /** A server is there. It knows nothing. */
  begin(sink: Sink): void {
    this.#sink = sink;
    this.#told = 0;
    this.#debt = 0;
    sink.write(encodePreamble(this.#emitted));
    if (this.current) this.#prepare();
    else this.#schedule();
  }

  /** The server is gone. Events go on being emitted; no one hears them. */
  end(): void {
    this.#sink = undefined;
  }

  /** The sink has written everything that waited. */
  drained(): void {
    if (!this.current) this.#schedule();
  }

  /** Event `id` is emitted now. Ids come one after the other from 1. */
  emit(id: number, emitted: Nanoseconds): void {
    const live = this.current;
    this.#emitted = id;
    if (live) {
      this.#sink?.write(encodeIngest(this.#take(id), emitted));
      this.#told = id;
      this.#prepare();
    } else if (this.#sink !== undefined) {
      this.#debt += 2;
      this.#schedule();
    }
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    this.#options.soon(() => {
      this.#scheduled = false;
      this.#tellAgain();
    });
  }

  /** Tells the next slice. Without time for even one event it leaves the rest to the next emission. */
  #tellAgain(): void {
    const sink = this.#sink;
    if (sink === undefined || this.current || sink.writableLength >= MAX_WAITING_BYTES) return;
    const { clock, nextDeadline } = this.#options;
    const begun = clock.now();
    const starved = this.#debt >= MAX_DEBT;
    const deadline = starved ? Number.POSITIVE_INFINITY : nextDeadline() - RESERVE;
    // Twice the cost: the estimate is of the past.
    const step = 2 * (this.#cost ?? 0);

    const frames: Buffer[] = [];
    let bytes = 0;
    for (let now = begun; this.#told < this.#emitted && bytes < SLICE_BYTES; now = clock.now()) {
      if (now + step > deadline || (starved && this.#debt === 0)) break;
      if (now + step > begun + SLICE && frames.length > 0) break;
      const frame = encodeIngest(this.#take(this.#told + 1), TOLD_LATE);
      this.#told++;
      this.#debt = Math.max(0, this.#debt - 1);
      bytes += frame.length;
      frames.push(frame);
    }
    if (frames.length === 0) {
      this.#cost = (this.#cost ?? 0) * COST_FADE;
      return;
    }
    sink.write(frames.length === 1 ? frames[0]! : Buffer.concat(frames, bytes));
    this.#learn((clock.now() - begun) / frames.length);

    if (this.current) this.#prepare();
    else this.#schedule();
  }

  /** Makes the text of the event that comes next. */
  #prepare(): void {
    const id = this.#told + 1;
    if (id > this.#options.events || this.#next.id === id) return;
    const begun = this.#options.clock.now();
    this.#next = { id, tail: this.#options.tail(id) };
    this.#learn(this.#options.clock.now() - begun);
  }

  #take(id: number): string {
    return this.#next.id === id ? this.#next.tail : this.#options.tail(id);
  }

  #learn(cost: Nanoseconds): void {
    this.#cost = this.#cost === undefined ? cost : this.#cost + (cost - this.#cost) * COST_WEIGHT;
  }
}
