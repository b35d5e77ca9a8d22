import type { FrameHandler } from "../../clients/wire/frame-reader.ts";
import { notCounting } from "./allocations.ts";
import type { FrameEvent } from "./ws-receiver.ts";

/** Notes what a reader tells, and how many bytes that accounts for. */
export class FrameNotes implements FrameHandler {
  readonly events: FrameEvent[] = [];
  /** Bytes told with each event. */
  readonly costs: number[] = [];
  told = 0;
  /** The read at hand: what lies elsewhere, the reader has copied together. */
  reading: Uint8Array | undefined;
  /** The largest buffer for copies that was far larger than what lay in it. */
  idleBuffer = 0;
  /** Called for each event before it is noted. */
  before: ((index: number) => void) | undefined;

  message(isText: boolean, bytes: Uint8Array, start: number, end: number, framingBytes: number): void {
    this.#note(isText ? "text" : "binary", bytes, start, end, framingBytes);
  }

  ping(bytes: Uint8Array, start: number, end: number, framingBytes: number): void {
    this.#note("ping", bytes, start, end, framingBytes);
  }

  pong(bytes: Uint8Array, start: number, end: number, framingBytes: number): void {
    this.#note("pong", bytes, start, end, framingBytes);
  }

  close(code: number, reason: string, totalBytes: number): void {
    notCounting(() => {
      this.#add(["close", Buffer.from(reason).toString("latin1"), code], totalBytes);
    });
  }

  clear(): void {
    this.events.length = 0;
    this.costs.length = 0;
    this.told = 0;
    this.idleBuffer = 0;
    this.before = undefined;
  }

  #note(kind: string, bytes: Uint8Array, start: number, end: number, framingBytes: number): void {
    notCounting(() => {
      if (bytes !== this.reading && bytes.length > 2 * (end - start)) {
        this.idleBuffer = Math.max(this.idleBuffer, bytes.length);
      }
      const payload = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString(
        "latin1",
        start,
        end,
      );
      this.#add([kind, payload], framingBytes + end - start);
    });
  }

  #add(event: FrameEvent, cost: number): void {
    this.before?.(this.events.length);
    this.events.push(event);
    this.costs.push(cost);
    this.told += cost;
  }
}
