import type { Feed } from "../core/transport.ts";
import type { Bytes } from "../core/units.ts";

/** What a request for events newer than a cursor is answered with. */
export type Answer =
  | { readonly status: "empty" }
  | { readonly status: "events"; readonly body: Buffer; readonly events: number }
  | { readonly status: "gone"; readonly oldest: number };

/** The most bytes of one answer; what is left over comes with the next. */
export const MAX_ANSWER_BYTES: Bytes = 8 * 1024 ** 2;

/** What the cache may hold: so many answers, of so many bytes together. */
const MAX_CACHED = 512;
const MAX_CACHED_BYTES: Bytes = 32 * 1024 ** 2;
const EMPTY: Answer = { status: "empty" };

/**
 * Answers for cursors, each made once: clients that ask from the same cursor share one body until the next
 * event comes.
 */
export class Answers {
  readonly #feed: Feed;
  readonly #cache = new Map<number, Answer>();
  #cachedBytes: Bytes = 0;
  #cachedAt = 0;

  constructor(feed: Feed) {
    this.#feed = feed;
  }

  to(after: number): Answer {
    if (after >= this.#feed.newest) return EMPTY;
    const full = this.#cache.size >= MAX_CACHED || this.#cachedBytes > MAX_CACHED_BYTES;
    if (full || this.#cachedAt !== this.#feed.newest) {
      this.#cache.clear();
      this.#cachedBytes = 0;
      this.#cachedAt = this.#feed.newest;
    }
    const cached = this.#cache.get(after);
    if (cached !== undefined) return cached;
    const answer = this.#make(after);
    this.#cache.set(after, answer);
    if (answer.status === "events") this.#cachedBytes += answer.body.length;
    return answer;
  }

  #make(after: number): Answer {
    const slice = this.#feed.read(after, MAX_ANSWER_BYTES);
    if (slice.status === "gone") return slice;
    if (slice.events.length === 0) return EMPTY;
    const parts = slice.events.flatMap((event, i) => [i === 0 ? OPEN : COMMA, event.bytes]);
    parts.push(CLOSE);
    return { status: "events", body: Buffer.concat(parts), events: slice.events.length };
  }
}

const OPEN = Buffer.from("[");
const COMMA = Buffer.from(",");
const CLOSE = Buffer.from("]");
