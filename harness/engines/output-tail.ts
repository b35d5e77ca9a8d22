import type { Bytes } from "../../core/units.ts";

const FLOOD_BYTES: Bytes = 1024 ** 2;
const TAIL_BYTES: Bytes = 2048;

/** The last words of a process, and whether it said too many. */
export class OutputTail {
  #tail: Buffer = Buffer.alloc(0);
  #total: Bytes = 0;

  add(chunk: Buffer): void {
    this.#total += chunk.length;
    this.#tail = Buffer.concat([this.#tail, chunk]).subarray(-TAIL_BYTES);
  }

  get flooded(): boolean {
    return this.#total > FLOOD_BYTES;
  }

  /** What was written last, without control characters that could play tricks on a terminal. */
  text(): string {
    return this.#tail
      .toString("utf8")
      .replace(/[^\P{Cc}\n\t]/gu, "")
      .trim();
  }
}
