import { createConnection, type Socket } from "node:net";
import type { Milliseconds } from "../core/units.ts";
import type { Telling } from "./telling.ts";

/** How long the publisher waits before it looks again whether a server is there. */
export const RETRY_MS: Milliseconds = 50;
/** After so many looks in vain, some twelve minutes, no one is expected any more: no window lasts as long. */
export const MAX_RETRIES = 15_000;

/** What may differ in tests. */
export interface IngestConnectionOptions {
  /** Tries in a row that may fail. */
  readonly maxRetries?: number;
  readonly retryMs?: Milliseconds;
  /** Opens a socket, for tests. */
  readonly connect?: (path: string) => Socket;
}

/**
 * The publisher's end of the ingest socket. When the server at the other end dies, it looks for the next one
 * at the same path until one is there or it is closed; a telling hears of each.
 */
export class IngestConnection {
  readonly #path: string;
  readonly #telling: Telling;
  readonly #maxRetries: number;
  readonly #retryMs: Milliseconds;
  readonly #open: (path: string) => Socket;
  #socket: Socket | undefined;
  #timer: NodeJS.Timeout | undefined;
  #failed = 0;
  #closed = false;

  constructor(path: string, telling: Telling, options: IngestConnectionOptions = {}) {
    this.#path = path;
    this.#telling = telling;
    this.#maxRetries = options.maxRetries ?? MAX_RETRIES;
    this.#retryMs = options.retryMs ?? RETRY_MS;
    this.#open = options.connect ?? createConnection;
  }

  /** Connects to the first server, which is there; rejects when it is not. */
  open(): Promise<void> {
    return new Promise((resolve, reject) => this.#connect(resolve, reject));
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#socket?.destroy();
  }

  #connect(connected: () => void, refused: (error: Error) => void): void {
    const socket = this.#open(this.#path);
    this.#socket = socket;
    let stands = false;
    let fault = new Error("closed");
    socket.on("connect", () => {
      stands = true;
      this.#failed = 0;
      this.#telling.begin(socket);
      connected();
    });
    socket.on("drain", () => this.#telling.drained());
    // The server says nothing; reading is how its end is noticed while there is nothing to write.
    socket.resume();
    socket.on("end", () => socket.destroy());
    // A server that went away is the harness's news, not a fault of the publisher.
    socket.on("error", (error) => {
      fault = error;
    });
    socket.on("close", () => {
      if (!stands) return refused(fault);
      this.#telling.end();
      this.#retry();
    });
  }

  #retry = (): void => {
    if (this.#closed || this.#failed++ >= this.#maxRetries) return;
    this.#timer = setTimeout(() => this.#connect(() => {}, this.#retry), this.#retryMs);
  };
}
