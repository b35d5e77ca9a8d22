import { createHash } from "node:crypto";
import { type Arrivals, dueTimes } from "./arrivals.ts";
import { encodeEnvelope, encodeEnvelopeTail } from "./envelope.ts";
import { random } from "./random.ts";
import { type Bytes, type Milliseconds, msToNs, type Nanoseconds } from "./units.ts";

/** Everything the stream follows from: the same spec gives the same due times and bytes on every machine. */
export interface StreamSpec {
  readonly seed: number;
  readonly arrivals: Arrivals;
  /** Mean events per second. */
  readonly rate: number;
  /** Characters of each event's `data`, one byte each. */
  readonly payloadBytes: Bytes;
  /** How long the stream lasts: events are due in [0, spanMs). */
  readonly spanMs: Milliseconds;
}

/** The most bytes of envelopes one stream may have; each role keeps the whole stream in memory. */
export const MAX_STREAM_BYTES: Bytes = 256 * 1024 ** 2;
/** The most events one stream may have. */
export const MAX_STREAM_EVENTS = 4_000_000;

// 64 characters that JSON writes as themselves, so that a payload's length is its bytes on every transport.
const ALPHABET = Buffer.from("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

/** The `data` of one event: seeded characters, a function of the seed and the id alone. */
export function payload(seed: number, id: number, length: Bytes): string {
  const source = random(seed, "payload", id);
  const text = Buffer.allocUnsafe(length);
  for (let i = 0; i < length; ) {
    let bits = source.uint32();
    for (let k = 0; k < 5 && i < length; k++) {
      text[i++] = ALPHABET[bits & 63]!;
      bits >>>= 6;
    }
  }
  return text.toString("latin1");
}

/**
 * A seeded stream of events, ids 1 to `events`. Nothing is kept per event but its due time: text and bytes
 * are made when asked for.
 */
export class EventStream {
  readonly spec: StreamSpec;
  /** Due time of event id at index id − 1, nanoseconds since the stream's start. */
  readonly due: Float64Array;

  constructor(spec: StreamSpec) {
    this.spec = spec;
    this.due = dueTimes({ ...spec, span: msToNs(spec.spanMs) });
  }

  /** How many events the stream has. */
  get events(): number {
    return this.due.length;
  }

  /** When event `id` is due, in nanoseconds since the stream's start. */
  dueOf(id: number): Nanoseconds {
    return this.due[id - 1]!;
  }

  /** What the publisher sends of event `id`: the envelope from `"id"` on. */
  tail(id: number): string {
    return encodeEnvelopeTail(id, this.dueOf(id), payload(this.spec.seed, id, this.spec.payloadBytes));
  }

  /** The whole envelope of event `id`, with the cursor it gets while only the publisher publishes. */
  envelope(id: number): string {
    return encodeEnvelope(id, this.tail(id));
  }

  /** Length of event `id`'s envelope, which is ASCII: characters are bytes. */
  lengthOf(id: number): Bytes {
    return envelopeLength(id, this.dueOf(id), this.spec.payloadBytes);
  }

  /**
   * The first id due at or after a moment of the stream (events + 1 when none is). Windows are turned into
   * ranges of ids by this.
   */
  firstDueFrom(at: Nanoseconds): number {
    let low = 0;
    let high = this.due.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.due[middle]! < at) low = middle + 1;
      else high = middle;
    }
    return low + 1;
  }
}

/** All envelopes of a stream end to end, for comparing received bytes without making strings. */
export interface StreamBytes {
  readonly bytes: Buffer;
  /** Envelope of id lies at offsets[id − 1] to offsets[id]. */
  readonly offsets: Float64Array;
}

/** Regenerates every envelope of the stream into one buffer. */
export function streamBytes(stream: EventStream): StreamBytes {
  const offsets = new Float64Array(stream.events + 1);
  let total = 0;
  for (let id = 1; id <= stream.events; id++) {
    total += stream.lengthOf(id);
    offsets[id] = total;
  }
  const bytes = Buffer.allocUnsafe(total);
  for (let id = 1; id <= stream.events; id++) bytes.write(stream.envelope(id), offsets[id - 1]!, "latin1");
  return { bytes, offsets };
}

/** Length of one envelope in bytes. */
export function envelopeLength(id: number, at: Nanoseconds, payloadBytes: Bytes): Bytes {
  return encodeEnvelope(id, encodeEnvelopeTail(id, at, "")).length + payloadBytes;
}

/** A digest of envelopes in order: SHA-256 over each envelope and a line feed, as `sha256:<hex>`. */
export class StreamDigest {
  readonly #hash = createHash("sha256");

  add(envelope: Uint8Array | string): void {
    this.#hash.update(envelope).update("\n");
  }

  /** The digest of everything added; nothing can be added afterwards. */
  finish(): string {
    return `sha256:${this.#hash.digest("hex")}`;
  }
}

/** The stream's own digest: what a client that received every event once, in order, computes from the wire. */
export function streamHash(stream: EventStream): string {
  const digest = new StreamDigest();
  for (let id = 1; id <= stream.events; id++) digest.add(stream.envelope(id));
  return digest.finish();
}
