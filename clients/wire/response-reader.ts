import type { Bytes } from "../../core/units.ts";
import { Body } from "./body.ts";
import { ChunkReader } from "./chunk-reader.ts";
import { wireError } from "./errors.ts";
import { HeadMemo } from "./head-memo.ts";
import { HeadReader } from "./head-reader.ts";

/** Who hears of responses. */
export interface ResponseHandler {
  /**
   * A response is complete. Its body lies in `body` from `start` to `end`, valid during the call only.
   * `headBytes` includes interim responses (1xx) before it; `framingBytes` are chunk sizes and their line ends,
   * and the trailer. The three add up to the response's bytes on the stream. When it throws, the response stays
   * among the pending bytes.
   */
  response(
    status: number,
    headBytes: Bytes,
    framingBytes: Bytes,
    body: Uint8Array,
    start: number,
    end: number,
  ): void;
}

/** What one response may cost in memory. */
export interface ResponseLimits {
  /** Longest head, and longest chunk extensions and trailer of a chunked body; 16 KiB when absent. */
  readonly maxHeadBytes?: Bytes;
  /** Longest body; 64 MiB when absent. */
  readonly maxBodyBytes?: Bytes;
}

// What the next byte belongs to.
const HEAD = 0;
const SIZED = 1;
const CHUNKED = 2;
const UNTIL_CLOSE = 3;
const CLOSING = 4;
const FAILED = 5;

const KNOWN_HEADS = new HeadMemo();

/**
 * Reads HTTP/1.1 responses to GET requests from reads split anywhere, pipelined or not. A response that lies in
 * one read is handed over where it lies; only others are copied together.
 */
export class ResponseReader {
  readonly #handler: ResponseHandler;
  readonly #maxHeadBytes: Bytes;
  readonly #maxBodyBytes: Bytes;
  readonly #head = new HeadReader();
  readonly #body = new Body();
  readonly #chunks: ChunkReader;
  #phase = HEAD;
  #pendingBytes = 0;
  #headBytes = 0;
  /** Bytes after the head: the body with its framing. */
  #tailBytes = 0;
  #missing = 0;
  #resets = 0;

  constructor(handler: ResponseHandler, limits: ResponseLimits = {}) {
    this.#handler = handler;
    this.#maxHeadBytes = limits.maxHeadBytes ?? 16 * 1024;
    this.#maxBodyBytes = limits.maxBodyBytes ?? 64 * 1024 ** 2;
    this.#chunks = new ChunkReader(this.#head, this.#body, this.#maxBodyBytes, this.#maxHeadBytes);
  }

  /** Bytes read that belong to no response handed over: what is stray when the connection ends now. */
  get pendingBytes(): Bytes {
    return this.#pendingBytes;
  }

  /** Whether the server announced to close after the last response; nothing more can be asked of it then. */
  get closing(): boolean {
    return this.#phase === CLOSING;
  }

  /** Forgets everything, for a new connection. From inside `response`, the rest of the read is dropped. */
  reset(): void {
    this.#resets++;
    this.#pendingBytes = 0;
    this.#startResponse(HEAD);
  }

  /**
   * Reads bytes from `start` to `end` and hands over the responses they complete. Throws a wire error on
   * anything malformed; only `reset` helps then.
   */
  read(bytes: Uint8Array, start: number, end: number): void {
    this.#pendingBytes += end - start;
    const resets = this.#resets;
    let at = start;
    while (at < end) {
      switch (this.#phase) {
        case HEAD: {
          const after = this.#readHead(bytes, at, end);
          this.#headBytes += (after < 0 ? end : after) - at;
          if (this.#headBytes > this.#maxHeadBytes) {
            this.#fail(`its head is longer than the ${this.#maxHeadBytes} bytes allowed`);
          }
          if (after < 0) return;
          at = after;
          this.#startBody();
          break;
        }
        case SIZED: {
          const to = Math.min(end, at + this.#missing);
          this.#body.add(bytes, at, to);
          this.#tailBytes += to - at;
          this.#missing -= to - at;
          at = to;
          if (this.#missing === 0) this.#complete();
          break;
        }
        case CHUNKED: {
          const after = this.#chunks.read(bytes, at, end);
          this.#tailBytes += (after < 0 ? end : after) - at;
          at = after < 0 ? end : after;
          if (after >= 0) this.#complete();
          break;
        }
        case UNTIL_CLOSE:
          if (this.#body.length + end - at > this.#maxBodyBytes) this.#failBodyTooLong();
          this.#body.add(bytes, at, end);
          this.#tailBytes += end - at;
          at = end;
          break;
        case CLOSING:
          this.#fail("more bytes after the last response of a closing connection");
          break;
        default:
          this.#fail("nothing can be read after malformed bytes");
      }
      if (this.#resets !== resets) return;
    }
    this.#body.keep();
  }

  /**
   * The connection ended: a body that lasts until then is complete. Throws a wire error when a response is cut
   * off in the middle.
   */
  end(): void {
    if (this.#phase === UNTIL_CLOSE) this.#complete();
    else if (this.#headBytes > 0 && this.#phase !== FAILED) {
      this.#fail(`the connection ended after ${this.#pendingBytes} bytes of it`);
    }
  }

  #readHead(bytes: Uint8Array, start: number, end: number): number {
    if (this.#headBytes > 0) return this.#head.read(bytes, start, end);
    const known = KNOWN_HEADS.recall(bytes, start, end, this.#head);
    if (known >= 0) return known;
    const after = this.#head.read(bytes, start, end);
    if (after >= 0) KNOWN_HEADS.remember(bytes, start, after, this.#head);
    return after;
  }

  /** The head is read: decides where the body ends (RFC 9112, 6.3). */
  #startBody(): void {
    const { status, contentLength, chunked } = this.#head;
    if (chunked && contentLength !== -1) this.#fail("it has both Content-Length and Transfer-Encoding");
    if (status < 200 || status === 204) {
      if (chunked || contentLength > 0) this.#fail(`status ${status} has no body, but one is announced`);
      if (status === 101) this.#fail("it switches protocols (101), which was not asked for");
      if (status === 204) {
        this.#complete();
      } else {
        if (this.#announcesClose()) this.#fail(`it closes after status ${status}, which is not the last`);
        this.#head.restart();
      }
    } else if (status === 304 || contentLength === 0) {
      this.#complete();
    } else if (chunked) {
      this.#chunks.restart();
      this.#phase = CHUNKED;
    } else if (contentLength > 0) {
      if (contentLength > this.#maxBodyBytes) this.#failBodyTooLong();
      this.#missing = contentLength;
      this.#phase = SIZED;
    } else {
      this.#phase = UNTIL_CLOSE;
    }
  }

  #announcesClose(): boolean {
    const { close, keepAlive, minorVersion } = this.#head;
    return close || (minorVersion === 0 && !keepAlive);
  }

  #complete(): void {
    const { status } = this.#head;
    const { bytes, start, end } = this.#body;
    const headBytes = this.#headBytes;
    const framingBytes = this.#tailBytes - (end - start);
    const closing = this.#phase === UNTIL_CLOSE || this.#announcesClose();
    const totalBytes = headBytes + this.#tailBytes;
    const resets = this.#resets;
    this.#pendingBytes -= totalBytes;
    this.#phase = closing ? CLOSING : HEAD;
    try {
      this.#handler.response(status, headBytes, framingBytes, bytes, start, end);
    } catch (error) {
      // The handler did not take it: it belongs to nothing.
      this.#pendingBytes += totalBytes;
      this.#phase = FAILED;
      throw error;
    }
    if (this.#resets === resets) this.#startResponse(this.#phase);
  }

  #startResponse(phase: number): void {
    this.#phase = phase;
    this.#head.restart();
    this.#body.clear();
    this.#headBytes = 0;
    this.#tailBytes = 0;
  }

  #failBodyTooLong(): never {
    this.#fail(`its body is longer than the ${this.#maxBodyBytes} bytes allowed`);
  }

  #fail(message: string): never {
    this.#phase = FAILED;
    throw wireError(`HTTP response: ${message}`);
  }
}
