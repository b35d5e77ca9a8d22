import type { Bytes } from "../../core/units.ts";
import { Gather } from "./gather.ts";

const NOTHING = new Uint8Array(0);

/**
 * The body of one response. While it lies in one piece in the read at hand it is only pointed at; when a second
 * piece comes, or the read ends before the response does, it is copied together.
 */
export class Body {
  /** The body lies here from `start` to `end`. */
  bytes: Uint8Array = NOTHING;
  start = 0;
  end = 0;

  readonly #gather = new Gather();
  #gathering = false;

  get length(): Bytes {
    return this.end - this.start;
  }

  /** Adds bytes `from` to `to` of the read at hand. */
  add(bytes: Uint8Array, from: number, to: number): void {
    if (from === to) return;
    if (!this.#gathering) {
      if (this.start === this.end) {
        this.bytes = bytes;
        this.start = from;
        this.end = to;
        return;
      }
      this.keep();
    }
    this.#gather.append(bytes, from, to);
    this.#point();
  }

  /** Makes what there is outlast the read at hand. */
  keep(): void {
    if (this.#gathering || this.start === this.end) return;
    this.#gather.append(this.bytes, this.start, this.end);
    this.#gathering = true;
    this.#point();
  }

  clear(): void {
    this.bytes = NOTHING;
    this.start = 0;
    this.end = 0;
    if (this.#gathering) {
      this.#gather.clear();
      this.#gathering = false;
    }
  }

  #point(): void {
    this.bytes = this.#gather.bytes;
    this.start = 0;
    this.end = this.#gather.length;
  }
}
