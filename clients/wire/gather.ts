import type { Bytes } from "../../core/units.ts";

const EMPTY = new Uint8Array(0);
const SMALLEST = 512;
/** A buffer larger than this is let go once its content was used, so that thousands of clients stay small. */
const KEPT = 16 * 1024;

/** Bytes of something that came in several reads, end to end. */
export class Gather {
  /** Valid from 0 to `length`. */
  bytes: Uint8Array = EMPTY;
  length: Bytes = 0;

  append(from: Uint8Array, start: number, end: number): void {
    const needed = this.length + end - start;
    if (needed > this.bytes.length) {
      // Grows with what arrived, never with what was announced.
      const grown = new Uint8Array(Math.max(needed, this.bytes.length * 2, SMALLEST));
      grown.set(this.bytes.subarray(0, this.length));
      this.bytes = grown;
    }
    this.bytes.set(start === 0 && end === from.length ? from : from.subarray(start, end), this.length);
    this.length = needed;
  }

  clear(): void {
    this.length = 0;
    if (this.bytes.length > KEPT) this.bytes = EMPTY;
  }
}
