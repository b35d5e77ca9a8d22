import { connect, type Socket } from "node:net";
import type { Bytes, Nanoseconds } from "../core/units.ts";
import { Flow, reset, type Way } from "./flow.ts";
import type { Line } from "./line.ts";

export interface Target {
  readonly host: string;
  readonly port: number;
}

export interface TcpPairOptions {
  readonly target: Target;
  /** When data that is being read arrived. */
  readonly arrival: () => Nanoseconds;
  readonly up: { readonly way: Way; readonly line: Line };
  readonly down: { readonly way: Way; readonly line: Line };
  /** The connection to the server failed for a reason that lies on this machine. */
  readonly onFault: (error: NodeJS.ErrnoException) => void;
  /** Both connections are closed. */
  readonly onClosed: (pair: TcpPair) => void;
}

/** Errors that say that this machine, not the server, has run out of something. */
const OWN_FAULTS = new Set(["EMFILE", "ENFILE", "EADDRNOTAVAIL", "ENOBUFS", "ENOMEM"]);

/** One client's connection and the connection to the server that was opened for it. */
export class TcpPair {
  readonly #options: TcpPairOptions;
  readonly #client: Socket;
  readonly #server: Socket;
  readonly #up: Flow;
  readonly #down: Flow;
  #open = 2;

  constructor(client: Socket, options: TcpPairOptions) {
    const { up, down, target } = options;
    this.#options = options;
    this.#client = client;
    this.#server = connect({ ...target, noDelay: true, allowHalfOpen: true });
    this.#up = new Flow(up.way, up.line, client, this.#server);
    this.#down = new Flow(down.way, down.line, this.#server, client);
    this.#join(client, this.#up, this.#down);
    this.#join(this.#server, this.#down, this.#up);
    this.#server.on("connect", () => this.#up.drained());
  }

  get queuedUp(): Bytes {
    return this.#up.queued;
  }

  get queuedDown(): Bytes {
    return this.#down.queued;
  }

  /** Breaks both connections without a word to either side; what is on its way is dropped. */
  cut(): void {
    this.#up.kill();
    this.#down.kill();
    reset(this.#client);
    reset(this.#server);
  }

  /** Closes both connections now, whether or not their peers read what waits for them. */
  close(): void {
    this.#up.kill();
    this.#down.kill();
    this.#client.destroy();
    this.#server.destroy();
  }

  /** Moves what a socket sends into one flow, and lets it take what the other brings. */
  #join(socket: Socket, outgoing: Flow, incoming: Flow): void {
    const { arrival, onFault, onClosed } = this.#options;
    let broken = false;
    socket.on("data", (data: Buffer) => outgoing.send(data, arrival()));
    socket.on("end", () => outgoing.finish("end", arrival()));
    socket.on("drain", () => incoming.drained());
    socket.on("error", (error: NodeJS.ErrnoException) => {
      broken = true;
      if (OWN_FAULTS.has(error.code ?? "")) onFault(error);
    });
    socket.on("close", () => {
      // Refused, reset by its peer, or written to after its peer had gone.
      if (broken) outgoing.finish("reset", arrival());
      incoming.kill();
      this.#open--;
      if (this.#open === 0) onClosed(this);
    });
  }
}
