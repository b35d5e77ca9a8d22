import { once } from "node:events";
import { connect, type Socket } from "node:net";

/** How long what a row waits for may take to come. */
const PATIENCE_MS = 5000;

/** A connection read by hand: what came is counted by the socket and searched as text, by none of the product's readers. */
export class RawSocket {
  readonly #socket: Socket;
  #chunks: Buffer[] = [];

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on("data", (chunk) => this.#chunks.push(chunk));
  }

  static async connect(port: number): Promise<RawSocket> {
    const socket = connect({ host: "127.0.0.1", port, noDelay: true });
    await once(socket, "connect");
    return new RawSocket(socket);
  }

  /** Every byte that came off the socket so far. */
  get bytesRead(): number {
    return this.#socket.bytesRead;
  }

  write(data: string | Uint8Array): void {
    this.#socket.write(data);
  }

  /** Resolves with what came since the last call as soon as it is enough. Rejects after five seconds. */
  async take(enough: (received: Buffer) => boolean): Promise<Buffer> {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    for (;;) {
      const received = Buffer.concat(this.#chunks);
      if (enough(received)) {
        this.#chunks = [];
        return received;
      }
      await once(this.#socket, "data", { signal });
    }
  }

  /** Sends what is waiting, reads to the end and resolves when both sides have closed. */
  async end(): Promise<void> {
    const closed = once(this.#socket, "close", { signal: AbortSignal.timeout(PATIENCE_MS) });
    this.#socket.end();
    await closed;
  }

  destroy(): void {
    this.#socket.destroy();
  }
}

/** Resolves with what `start` hands over. Rejects after five seconds. */
export function arrival<T>(start: (deliver: (value: T) => void) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`nothing came in ${PATIENCE_MS} ms`)), PATIENCE_MS);
    start((value) => {
      clearTimeout(timer);
      resolve(value);
    });
  });
}
