import type { HeadReader } from "./head-reader.ts";

const LF = 0x0a;
/** Where a head's third status digit stands: "HTTP/1.1 204". It picks the slot. */
const SLOT_AT = 11;
const SLOTS = 8;
/** Longer heads are not worth remembering. */
const MAX_BYTES = 1024;

/** One head as it came, and what reading it gave. */
class KnownHead {
  readonly bytes = Buffer.alloc(MAX_BYTES);
  length = 0;
  status = 0;
  minorVersion = 0;
  contentLength = -1;
  chunked = false;
  close = false;
  keepAlive = false;
}

/**
 * The last heads that were read, for all readers of the process. Clients of one server get the same head many
 * times, byte for byte, until the server's clock reaches its next second; comparing it natively takes a fifth
 * of reading it. Only whole heads are kept and only equal ones are found, so nothing is read less strictly.
 */
export class HeadMemo {
  readonly #slots = Array.from({ length: SLOTS }, () => new KnownHead());

  /**
   * Looks for a known head at `start`. When there is one, gives `reader` what reading it would have, and
   * returns where the head ends; −1 otherwise.
   */
  recall(bytes: Uint8Array, start: number, end: number, reader: HeadReader): number {
    if (end - start <= SLOT_AT) return -1;
    const known = this.#slots[bytes[start + SLOT_AT]! % SLOTS]!;
    const after = start + known.length;
    // A look at the last byte spares most comparisons in vain.
    if (known.length === 0 || after > end || bytes[after - 1] !== LF) return -1;
    if (known.bytes.compare(bytes, start, after, 0, known.length) !== 0) return -1;
    reader.status = known.status;
    reader.minorVersion = known.minorVersion;
    reader.contentLength = known.contentLength;
    reader.chunked = known.chunked;
    reader.close = known.close;
    reader.keepAlive = known.keepAlive;
    return after;
  }

  /** Keeps the head between `start` and `end`, which `reader` has just read. */
  remember(bytes: Uint8Array, start: number, end: number, reader: HeadReader): void {
    if (end - start > MAX_BYTES) return;
    const known = this.#slots[bytes[start + SLOT_AT]! % SLOTS]!;
    known.bytes.set(bytes.subarray(start, end));
    known.length = end - start;
    known.status = reader.status;
    known.minorVersion = reader.minorVersion;
    known.contentLength = reader.contentLength;
    known.chunked = reader.chunked;
    known.close = reader.close;
    known.keepAlive = reader.keepAlive;
  }
}
