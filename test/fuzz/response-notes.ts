import type { ResponseHandler } from "../../clients/wire/response-reader.ts";
import { notCounting } from "./allocations.ts";
import type { ModelResponse } from "./response-model.ts";

/** Notes what a reader tells, and how many bytes that accounts for. */
export class ResponseNotes implements ResponseHandler {
  readonly seen: Omit<ModelResponse, "end">[] = [];
  told = 0;
  /** The read at hand: what lies elsewhere, the reader has copied together. */
  reading: Uint8Array | undefined;
  /** The largest buffer for copies that was far larger than what lay in it. */
  idleBuffer = 0;
  /** Called for each response before it is noted. */
  before: ((index: number) => void) | undefined;

  response(
    status: number,
    headBytes: number,
    framingBytes: number,
    bytes: Uint8Array,
    start: number,
    end: number,
  ): void {
    notCounting(() => {
      this.before?.(this.seen.length);
      if (bytes !== this.reading && bytes.length > 2 * (end - start)) {
        this.idleBuffer = Math.max(this.idleBuffer, bytes.length);
      }
      const body = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("latin1", start, end);
      this.seen.push({ status, body, headBytes, framingBytes });
      this.told += headBytes + framingBytes + end - start;
    });
  }

  clear(): void {
    this.seen.length = 0;
    this.told = 0;
    this.idleBuffer = 0;
    this.before = undefined;
  }
}
