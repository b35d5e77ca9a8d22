import type { Bytes } from "../../core/units.ts";
import { wireError } from "./errors.ts";
import { Gather } from "./gather.ts";
import { isCloseCode, MAX_CONTROL_BYTES, NO_CLOSE_CODE, OPCODE } from "./opcodes.ts";
import { isUtf8Range } from "./utf8.ts";

/**
 * Who hears of frames. Bytes are valid during the call only. What a frame cost beyond its payload comes with
 * it, so that every byte is told exactly once. What a throwing handler was told stays among the pending bytes.
 */
export interface FrameHandler {
  /** A message is complete; `framingBytes` are the headers of all its frames. */
  message(isText: boolean, bytes: Uint8Array, start: number, end: number, framingBytes: Bytes): void;
  ping(bytes: Uint8Array, start: number, end: number, framingBytes: Bytes): void;
  pong(bytes: Uint8Array, start: number, end: number, framingBytes: Bytes): void;
  /** The server closes; 1005 stands for no code. `totalBytes` is the whole frame. Nothing is read after it. */
  close(code: number, reason: string, totalBytes: Bytes): void;
}

/** What a frame reader allows and checks. */
export interface FrameReaderOptions {
  /** Longest message; 16 MiB when absent. */
  readonly maxPayloadBytes?: Bytes;
  /** Whether text messages are checked to be UTF-8; true when absent. Off where the bytes are compared anyway. */
  readonly validateUtf8?: boolean;
}

const FIN = 0x80;
const RESERVED = 0x70;
const MASKED = 0x80;
const CONTROL = 0x08;
const LENGTH_16 = 126;
const LENGTH_64 = 127;

// What the next byte belongs to.
const FIRST = 0;
const SECOND = 1;
const LENGTH = 2;
const PAYLOAD = 3;
const CLOSED = 4;
const FAILED = 5;

/**
 * Reads what a WebSocket server sends (RFC 6455, no extension), from reads split anywhere. A message of one
 * frame that lies in one read is handed over where it lies; only others are copied together.
 */
export class FrameReader {
  readonly #handler: FrameHandler;
  readonly #maxPayloadBytes: Bytes;
  readonly #validateUtf8: boolean;
  readonly #message = new Gather();
  readonly #control = new Gather();
  #state = FIRST;
  #pendingBytes = 0;
  #resets = 0;

  // The frame at hand.
  #fin = false;
  #opcode = 0;
  #length = 0;
  #headerBytes = 0;
  #lengthBytes = 0;
  /** Payload bytes still to come. */
  #missing = 0;

  // The message at hand.
  /** The opcode of the message whose first frames were read; 0 between messages. */
  #messageOpcode = 0;
  #messageFraming = 0;

  constructor(handler: FrameHandler, options: FrameReaderOptions = {}) {
    this.#handler = handler;
    this.#maxPayloadBytes = options.maxPayloadBytes ?? 16 * 1024 ** 2;
    this.#validateUtf8 = options.validateUtf8 ?? true;
  }

  /** Bytes read that belong to nothing handed over: what is stray when the connection ends now. */
  get pendingBytes(): Bytes {
    return this.#pendingBytes;
  }

  /** Forgets everything, for a new connection. From inside a handler's call, the rest of the read is dropped. */
  reset(): void {
    this.#resets++;
    this.#pendingBytes = 0;
    this.#state = FIRST;
    this.#messageOpcode = 0;
    this.#messageFraming = 0;
    this.#message.clear();
    this.#control.clear();
  }

  /**
   * Reads bytes from `start` to `end` and hands over the frames they complete. Throws a wire error on anything
   * malformed; only `reset` helps then.
   */
  read(bytes: Uint8Array, start: number, end: number): void {
    this.#pendingBytes += end - start;
    const resets = this.#resets;
    let at = start;
    while (at < end) {
      switch (this.#state) {
        case FIRST:
          this.#readFirst(bytes[at++]!);
          break;
        case SECOND:
          if (this.#readSecond(bytes[at++]!)) this.#complete(bytes, at, at);
          break;
        case LENGTH:
          if (this.#readLength(bytes[at++]!)) this.#complete(bytes, at, at);
          break;
        case PAYLOAD: {
          const to = Math.min(end, at + this.#missing);
          this.#missing -= to - at;
          if (this.#missing === 0) this.#complete(bytes, at, to);
          else this.#gatherOf(this.#opcode).append(bytes, at, to);
          at = to;
          break;
        }
        case CLOSED:
          // What follows a close frame has no meaning (RFC 6455, 5.5.1); it stays counted as pending.
          return;
        default:
          this.#fail("nothing can be read after malformed bytes");
      }
      if (this.#resets !== resets) return;
    }
  }

  #readFirst(byte: number): void {
    const opcode = byte & 0x0f;
    this.#fin = (byte & FIN) !== 0;
    this.#opcode = opcode;
    this.#headerBytes = 1;
    if ((byte & RESERVED) !== 0) this.#fail("a reserved bit is set, but no extension was agreed on");
    if ((opcode & CONTROL) !== 0) {
      if (opcode > OPCODE.pong) this.#fail(`opcode ${opcode} is not defined`);
      if (!this.#fin) this.#fail("a control frame is fragmented");
    } else if (opcode > OPCODE.binary) {
      this.#fail(`opcode ${opcode} is not defined`);
    } else if (opcode === OPCODE.continuation) {
      if (this.#messageOpcode === 0) this.#fail("a continuation frame without a message to continue");
    } else {
      if (this.#messageOpcode !== 0) this.#fail("a new message before the fragmented one was finished");
      this.#messageOpcode = opcode;
    }
    this.#state = SECOND;
  }

  /** Returns whether the frame is complete, because it has no payload. */
  #readSecond(byte: number): boolean {
    if ((byte & MASKED) !== 0) this.#fail("a server's frame is masked");
    this.#headerBytes = 2;
    const isControl = (this.#opcode & CONTROL) !== 0;
    if (byte < LENGTH_16) {
      if (this.#opcode === OPCODE.close && byte === 1) this.#fail("a close frame has half a code");
      this.#length = byte;
      return this.#startPayload();
    }
    if (isControl) this.#fail(`a control frame is longer than ${MAX_CONTROL_BYTES} bytes`);
    this.#length = 0;
    this.#lengthBytes = byte === LENGTH_64 ? 8 : 2;
    this.#state = LENGTH;
    return false;
  }

  /** Returns whether the frame is complete, because it has no payload. */
  #readLength(byte: number): boolean {
    this.#headerBytes++;
    this.#length = this.#length * 256 + byte;
    return --this.#lengthBytes === 0 && this.#startPayload();
  }

  #startPayload(): boolean {
    if ((this.#opcode & CONTROL) === 0) {
      this.#messageFraming += this.#headerBytes;
      if (this.#length > this.#maxPayloadBytes - this.#message.length) {
        this.#fail(`a message is longer than the ${this.#maxPayloadBytes} bytes allowed`);
      }
    }
    this.#missing = this.#length;
    this.#state = PAYLOAD;
    return this.#missing === 0;
  }

  #gatherOf(opcode: number): Gather {
    return (opcode & CONTROL) === 0 ? this.#message : this.#control;
  }

  /** The frame is complete; its last piece lies in `bytes` from `start` to `end`. */
  #complete(bytes: Uint8Array, start: number, end: number): void {
    this.#state = FIRST;
    const isControl = (this.#opcode & CONTROL) !== 0;
    const gather = isControl ? this.#control : this.#message;
    if (!isControl && !this.#fin) {
      gather.append(bytes, start, end);
      return;
    }
    if (gather.length === 0) {
      this.#handOver(bytes, start, end);
      return;
    }
    gather.append(bytes, start, end);
    const resets = this.#resets;
    this.#handOver(gather.bytes, 0, gather.length);
    if (this.#resets === resets) gather.clear();
  }

  #handOver(bytes: Uint8Array, start: number, end: number): void {
    const isMessage = (this.#opcode & CONTROL) === 0;
    const isText = this.#messageOpcode === OPCODE.text;
    const framingBytes = isMessage ? this.#messageFraming : this.#headerBytes;
    const totalBytes = framingBytes + end - start;
    if (isMessage) {
      this.#messageOpcode = 0;
      this.#messageFraming = 0;
      if (isText && this.#validateUtf8 && !isUtf8Range(bytes, start, end)) {
        this.#fail("a text message is not UTF-8");
      }
    }
    this.#pendingBytes -= totalBytes;
    try {
      if (isMessage) this.#handler.message(isText, bytes, start, end, framingBytes);
      else if (this.#opcode === OPCODE.ping) this.#handler.ping(bytes, start, end, framingBytes);
      else if (this.#opcode === OPCODE.pong) this.#handler.pong(bytes, start, end, framingBytes);
      else this.#handOverClose(bytes, start, end, totalBytes);
    } catch (error) {
      // It was not taken: it belongs to nothing.
      this.#pendingBytes += totalBytes;
      this.#state = FAILED;
      throw error;
    }
  }

  #handOverClose(bytes: Uint8Array, start: number, end: number, totalBytes: Bytes): void {
    let code = NO_CLOSE_CODE;
    let reason = "";
    if (end > start) {
      code = bytes[start]! * 256 + bytes[start + 1]!;
      if (!isCloseCode(code)) this.#fail(`close code ${code} is not defined`);
      if (!isUtf8Range(bytes, start + 2, end)) this.#fail("a close frame's reason is not UTF-8");
      reason = Buffer.from(bytes.subarray(start + 2, end)).toString("utf8");
    }
    this.#state = CLOSED;
    this.#handler.close(code, reason, totalBytes);
  }

  #fail(message: string): never {
    this.#state = FAILED;
    throw wireError(`WebSocket: ${message}`);
  }
}
