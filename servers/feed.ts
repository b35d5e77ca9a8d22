import { ENVELOPE_HEAD } from "../core/envelope.ts";
import type { Feed, FeedEvent, FeedSlice } from "../core/transport.ts";
import type { Bytes } from "../core/units.ts";

export interface FeedLimits {
  readonly maxEvents: number;
  readonly maxBytes: Bytes;
}

/** What a server keeps for those who come back: at most an eighth of a million events, at most 64 MiB. */
export const FEED_LIMITS: FeedLimits = { maxEvents: 131_072, maxBytes: 64 * 1024 ** 2 };

/**
 * The server's bounded log. Each event gets its cursor here and is encoded here, once; the oldest leave when
 * a limit is passed, and who asks for them afterwards is told that they are gone.
 */
export class FeedLog implements Feed {
  readonly #limits: FeedLimits;
  readonly #listeners = new Set<(event: FeedEvent) => void>();
  /** What lies before #head has been let go. */
  #events: (FeedEvent | undefined)[] = [];
  /** Index in #events of the oldest event kept. */
  #head = 0;
  #bytes: Bytes = 0;
  #newest = 0;

  constructor(limits: FeedLimits = FEED_LIMITS) {
    this.#limits = limits;
  }

  get newest(): number {
    return this.#newest;
  }

  get oldest(): number {
    return this.#newest - (this.#events.length - this.#head) + 1;
  }

  /** Gives the event whose envelope ends in `tail` its cursor, logs it and tells every subscriber. */
  append(tail: Uint8Array): FeedEvent {
    const seq = this.#newest + 1;
    const head = `${ENVELOPE_HEAD}${seq},`;
    const bytes = Buffer.allocUnsafeSlow(head.length + tail.length);
    bytes.write(head, 0, "latin1");
    bytes.set(tail, head.length);
    const event: FeedEvent = { seq, bytes };

    this.#events.push(event);
    this.#newest = seq;
    this.#bytes += bytes.length;
    this.#evict();
    for (const listener of this.#listeners) listener(event);
    return event;
  }

  read(after: number, maxBytes: Bytes = Number.POSITIVE_INFINITY): FeedSlice {
    if (after < this.oldest - 1) return { status: "gone", oldest: this.oldest };
    const from = this.#head + Math.max(0, after - this.oldest + 1);
    let to = from;
    for (let bytes = 0; to < this.#events.length; to++) {
      bytes += this.#events[to]!.bytes.length;
      if (bytes > maxBytes && to > from) break;
    }
    return { status: "events", events: this.#events.slice(from, to) as FeedEvent[] };
  }

  subscribe(listener: (event: FeedEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #evict(): void {
    const { maxEvents, maxBytes } = this.#limits;
    while (this.#events.length - this.#head > maxEvents || this.#bytes > maxBytes) {
      this.#bytes -= this.#events[this.#head]!.bytes.length;
      // Let go at once: the slots before #head stay for a while, their bytes must not.
      this.#events[this.#head++] = undefined;
    }
    // Dropping the dead front only when it is half of the array keeps an append at constant cost.
    if (this.#head > 1024 && this.#head * 2 > this.#events.length) {
      this.#events = this.#events.slice(this.#head);
      this.#head = 0;
    }
  }
}
