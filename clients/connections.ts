import { Histogram } from "../core/histogram.ts";
import type { LoadReport } from "../core/messages.ts";
import type { ClosedBytes, CloseReason } from "../core/transport.ts";
import type { Bytes, Nanoseconds } from "../core/units.ts";

// What a client's subscription is.
const NEVER_OPEN = 0;
const OPEN = 1;
const WAS_OPEN = 2;

/** No place in the order of connecting, or one that is no longer its own. */
const NO_PLACE = -1;

type Report = Pick<
  LoadReport,
  "connected" | "connect" | "lostConnections" | "gone" | "malformed" | "firstFault"
>;

/** Which clients stand, how they came to and ceased to, and what their sockets counted. */
export class Connections {
  readonly #openingAt: Float64Array;
  readonly #state: Uint8Array;
  readonly #place: Int32Array;
  readonly #connect = new Histogram();
  #connected = 0;
  #everOpened = 0;
  #lost = 0;
  #gone = 0;
  #malformed = 0;
  #firstFault: string | undefined;
  #strayUp = 0;
  #strayDown = 0;
  #socketUp = 0;
  #socketDown = 0;

  constructor(clients: number) {
    this.#openingAt = new Float64Array(clients);
    this.#state = new Uint8Array(clients);
    this.#place = new Int32Array(clients).fill(NO_PLACE);
  }

  /** Clients whose subscription stands now. */
  get connected(): number {
    return this.#connected;
  }

  /** Clients whose subscription ever stood. */
  get everOpened(): number {
    return this.#everOpened;
  }

  /** A connection attempt begins. */
  opening(client: number, now: Nanoseconds): void {
    this.#openingAt[client] = now;
  }

  /** A subscription stands. True when it stood before and was lost. */
  opened(client: number, now: Nanoseconds): boolean {
    this.#connect.record(now - this.#openingAt[client]!);
    this.#connected++;
    const again = this.#state[client] !== NEVER_OPEN;
    this.#place[client] = again ? NO_PLACE : this.#everOpened++;
    this.#state[client] = OPEN;
    return again;
  }

  /** A connection ended. True when it carried a subscription that nobody here ended. */
  closed(client: number, reason: CloseReason, bytes: ClosedBytes, error?: Error): boolean {
    this.#socketUp += bytes.socketUp;
    this.#socketDown += bytes.socketDown;
    this.#strayUp += bytes.strayUp;
    this.#strayDown += bytes.strayDown;
    if (reason === "malformed") this.#malformed++;
    if (error !== undefined) this.#firstFault ??= error.message;
    if (this.#state[client] !== OPEN) return false;
    this.#state[client] = WAS_OPEN;
    this.#connected--;
    if (reason === "asked") return false;
    this.#lost++;
    return true;
  }

  /** The server's log no longer reached back to a client's cursor. */
  gone(): void {
    this.#gone++;
  }

  /** A client's place in the order of connecting, from 0; negative for one that never stood or came back. */
  placeOf = (client: number): number => this.#place[client]!;

  report(): Report {
    return {
      connected: this.#everOpened,
      connect: this.#connect.toData(),
      lostConnections: this.#lost,
      gone: this.#gone,
      malformed: this.#malformed,
      ...(this.#firstFault === undefined ? {} : { firstFault: this.#firstFault }),
    };
  }

  /** The two sides of the ledger: bytes told by purpose with those never completed, and the sockets' own. */
  ledger(told: { readonly up: Bytes; readonly down: Bytes }): LoadReport["ledger"] {
    return {
      up: told.up + this.#strayUp,
      down: told.down + this.#strayDown,
      socketUp: this.#socketUp,
      socketDown: this.#socketDown,
    };
  }
}
