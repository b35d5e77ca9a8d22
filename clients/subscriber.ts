import type { ClientContext, CloseReason } from "../core/transport.ts";
import type { Bytes, Milliseconds } from "../core/units.ts";
import type { Addresses } from "./addresses.ts";
import { Connection, type ConnectionAddress, type ConnectionHandler } from "./wire/connection.ts";
import { isWireError } from "./wire/errors.ts";

/** A client that lost its connection waits about this long, twice as long after each failure, */
const FIRST_RETRY_MS: Milliseconds = 100;
/** up to this. */
const LAST_RETRY_MS: Milliseconds = 5000;
/** No two clients' waits are the same: each is up to this share of itself shorter or longer. */
const RETRY_JITTER = 0.5;
/** The longest that any client waits before it tries again. */
export const LONGEST_RETRY_MS: Milliseconds = LAST_RETRY_MS * (1 + RETRY_JITTER);

/**
 * One client of any transport over TCP: it connects, tells the observer, and when the connection breaks comes
 * back from its cursor after a growing, jittered wait. What is said on the connection is the subclass's.
 */
export abstract class Subscriber implements ConnectionHandler {
  protected readonly context: ClientContext;
  readonly client: number;
  /** Sequence number of the newest event received. */
  protected cursor = 0;
  protected connection: Connection | undefined;
  readonly #address: ConnectionAddress;
  #failures = 0;
  #finished = false;

  constructor(context: ClientContext, client: number, addresses: Addresses) {
    this.context = observedBy(context, client);
    this.client = client;
    this.#address = addresses.of(context.firstClient + client);
  }

  /** The TCP connection stands. */
  abstract connected(): void;
  /** Bytes 0 to `end` of `buffer` arrived. */
  protected abstract read(buffer: Buffer, end: number): void;
  /** Forgets everything about the connection that ended. */
  protected abstract reset(): void;
  /** Bytes that arrived but belong to something not complete. */
  protected abstract get pendingBytes(): Bytes;
  /** Bytes that were sent but not told, because what they ask for was not answered. */
  protected get unansweredBytes(): Bytes {
    return 0;
  }

  connect(): void {
    if (this.#finished) return;
    this.reset();
    this.context.observer.opening(this.client);
    this.connection = new Connection(this.#address, this);
  }

  /** Drops the connection as a broken network would. */
  cut(): void {
    this.connection?.destroy();
  }

  /** Does nothing more by itself: neither asks nor comes back after a loss. */
  quiet(): void {
    this.context.pacer.cancel(this.client);
  }

  /** Ends this client for good; the observer hears `closed` before this returns. */
  finish(): void {
    if (this.#finished) return;
    this.#finished = true;
    this.context.pacer.cancel(this.client);
    if (this.connection === undefined) return;
    this.#tellClosed("asked");
    // What is left of the read at hand was told as stray: it must not be handed over as well.
    this.reset();
    this.connection.destroy();
  }

  data(buffer: Buffer, end: number): void {
    if (this.#finished) return;
    this.context.observer.received(this.client, end);
    this.read(buffer, end);
  }

  ended(error?: Error): void {
    if (this.#finished) return;
    this.#tellClosed(isWireError(error) ? "malformed" : "lost", error);
    this.connection = undefined;
    const wait = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** this.#failures++);
    const jittered = wait * (1 - RETRY_JITTER + 2 * RETRY_JITTER * this.context.pacer.uniform());
    this.context.pacer.after(this.client, jittered, () => this.connect());
  }

  /** The subscription stands: tells the observer. */
  protected stands(handshakeUp: Bytes, handshakeDown: Bytes): void {
    this.context.observer.opened(this.client, handshakeUp, handshakeDown);
  }

  /** The server has answered: forgets earlier failures. That something accepts connections is not enough. */
  protected works(): void {
    this.#failures = 0;
  }

  #tellClosed(reason: CloseReason, error?: Error): void {
    const { bytesWritten = 0, bytesRead = 0 } = this.connection ?? {};
    const stray = { strayUp: this.unansweredBytes, strayDown: this.pendingBytes };
    const bytes = { socketUp: bytesWritten, socketDown: bytesRead, ...stray };
    this.context.observer.closed(this.client, reason, bytes, error);
  }
}

/** The context with the observer that this client has: decided here, once, and not at every byte. */
function observedBy(context: ClientContext, client: number): ClientContext {
  const { recorded } = context;
  return recorded?.client === client ? { ...context, observer: recorded.before(context.observer) } : context;
}
