import { connect, type Socket } from "node:net";
import type { Bytes } from "../../core/units.ts";
import { isWireError, wireError } from "./errors.ts";

/** Where a connection goes, and from which local address. */
export interface ConnectionAddress {
  readonly host: string;
  readonly port: number;
  readonly localAddress?: string;
}

/** What a connection tells its owner. */
export interface ConnectionHandler {
  /** The connection stands; never called after `destroy`. */
  connected(): void;
  /** Bytes 0 to `end` of `buffer` were read. They are overwritten after the call: copy what must last. */
  data(buffer: Buffer, end: number): void;
  /**
   * The connection is over, by whichever side; called exactly once, last of all, and never from inside
   * another call. `error` is absent when the server or this side closed it in order.
   */
  ended(error?: Error): void;
}

// One buffer for every socket: the kernel fills it, the handler reads it, and only then does the next socket's
// turn come. Reading costs no allocation and the buffer stays in the CPU's cache.
const READ_BUFFER = Buffer.allocUnsafeSlow(64 * 1024);

/** Unsent bytes at which the server is taken not to read any more. */
const MAX_UNSENT_BYTES: Bytes = 1024 ** 2;

/** One TCP connection without the stream machinery on its read path. */
export class Connection {
  readonly #handler: ConnectionHandler;
  readonly #socket: Socket;
  #connected = false;
  #error: Error | undefined;

  /** Starts connecting. Throws a `RangeError` for a port that is none. */
  constructor(address: ConnectionAddress, handler: ConnectionHandler) {
    this.#handler = handler;
    this.#socket = connect({
      ...address,
      noDelay: true,
      onread: { buffer: READ_BUFFER, callback: (length) => this.#read(length) },
    });
    this.#socket.on("connect", () => {
      this.#connected = true;
      this.#guard(() => handler.connected());
    });
    this.#socket.on("error", (error) => {
      this.#error ??= error;
    });
    this.#socket.on("close", () => handler.ended(this.#error));
  }

  /** Bytes that came off the socket, also after it was closed. */
  get bytesRead(): Bytes {
    return this.#socket.bytesRead;
  }

  /** Bytes handed to the socket, also after it was closed; what could not leave before that is not counted. */
  get bytesWritten(): Bytes {
    return this.#connected || this.#socket.connecting ? this.#socket.bytesWritten : 0;
  }

  /**
   * Sends a string of Latin-1 characters or bytes. Returns false when the connection is over: then nothing is
   * sent or counted.
   */
  write(data: string | Uint8Array): boolean {
    const socket = this.#socket;
    if (!socket.writable) return false;
    const drained = typeof data === "string" ? socket.write(data, "latin1") : socket.write(data);
    if (!drained && socket.writableLength > MAX_UNSENT_BYTES) {
      this.#fail(wireError(`the server does not read: ${socket.writableLength} bytes wait to be sent`));
    }
    return true;
  }

  /** Closes in order: sends what is waiting, then a FIN, and reads on until the server closes, too. */
  end(): void {
    this.#socket.end();
  }

  /**
   * Drops the connection without a word: a reset (RST), as from a network that broke. Nothing is read or sent
   * any more, the port is free at once, and `ended` follows.
   */
  destroy(): void {
    // While it connects there is nothing to reset: closing the socket abandons the attempt.
    if (this.#connected && !this.#socket.destroyed) this.#socket.resetAndDestroy();
    else this.#socket.destroy();
  }

  #read(length: number): boolean {
    try {
      this.#handler.data(READ_BUFFER, length);
    } catch (error) {
      if (!isWireError(error)) throw error;
      this.#fail(error);
    }
    return true;
  }

  #guard(call: () => void): void {
    try {
      call();
    } catch (error) {
      if (!isWireError(error)) throw error;
      this.#fail(error);
    }
  }

  #fail(error: Error): void {
    this.#error ??= error;
    this.destroy();
  }
}
