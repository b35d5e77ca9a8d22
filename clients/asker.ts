import { readSeq } from "../core/envelope.ts";
import type { ClientContext } from "../core/transport.ts";
import type { Bytes } from "../core/units.ts";
import type { Addresses } from "./addresses.ts";
import { Subscriber } from "./subscriber.ts";
import { wireError } from "./wire/errors.ts";
import { EventArray } from "./wire/event-array.ts";
import { ResponseReader } from "./wire/response-reader.ts";

// One for all clients: an answer is split and handed over before the next one is read.
const EVENTS = new EventArray();

/** A request for events is these two strings around the cursor. */
export interface RequestParts {
  readonly before: string;
  readonly after: string;
}

/** The parts of a GET for events, everything but the cursor made once. */
export function requestParts(context: ClientContext, path: string, query = ""): RequestParts {
  const { host } = new URL(context.url);
  const headers = context.headers.fetch(host);
  return { before: `GET ${path}?after=`, after: `${query} HTTP/1.1\r\n${headers}\r\n` };
}

/**
 * A client that asks for events over one kept-alive HTTP connection, one request outstanding at most. When to
 * ask is the transport's: see `ready`.
 */
export class Asker extends Subscriber {
  readonly #parts: RequestParts;
  readonly #ready: (asker: Asker, answered: boolean) => void;
  readonly #reader: ResponseReader;
  #open = false;
  #asking = false;
  #quiet = false;

  /** `ready` is called when the connection stands and, with `answered`, whenever an answer is complete. */
  constructor(
    context: ClientContext,
    client: number,
    addresses: Addresses,
    parts: RequestParts,
    ready: (asker: Asker, answered: boolean) => void,
  ) {
    super(context, client, addresses);
    this.#parts = parts;
    this.#ready = ready;
    this.#reader = new ResponseReader(this);
  }

  /** Asks for what is newer than the cursor; false when it cannot: not connected, still waiting, or quiet. */
  ask(): boolean {
    if (!this.#open || this.#asking || this.#quiet) return false;
    const request = this.#parts.before + this.cursor + this.#parts.after;
    if (this.connection?.write(request) !== true) return false;
    this.#asking = true;
    this.context.observer.requested(this.client, request.length);
    return true;
  }

  override quiet(): void {
    super.quiet();
    this.#quiet = true;
  }

  override connected(): void {
    this.#open = true;
    this.stands(0, 0);
    this.#ready(this, false);
  }

  /** One whole answer: the reader calls this. */
  response(
    status: number,
    headBytes: Bytes,
    framingBytes: Bytes,
    body: Uint8Array,
    start: number,
    end: number,
  ): void {
    if (!this.#asking) throw wireError(`the server answered ${status} without being asked`);
    this.#asking = false;
    const { observer } = this.context;
    switch (status) {
      case 200:
        this.#take(headBytes, framingBytes, body, start, end);
        break;
      case 204:
        observer.responded(this.client, 0, headBytes, framingBytes + end - start);
        break;
      case 410: {
        const oldest = oldestOf(body, start, end);
        observer.responded(this.client, 0, headBytes, framingBytes + end - start);
        observer.gone(this.client, oldest);
        this.cursor = oldest - 1;
        break;
      }
      default:
        throw wireError(`the server answered ${status} to a request for events`);
    }
    this.works();
    if (this.#reader.closing) this.#open = false;
    else this.#ready(this, true);
  }

  protected override read(buffer: Buffer, end: number): void {
    this.#reader.read(buffer, 0, end);
  }

  protected override reset(): void {
    this.#open = false;
    this.#asking = false;
    this.#reader.reset();
  }

  protected override get pendingBytes(): Bytes {
    return this.#reader.pendingBytes;
  }

  /**
   * Hands over the events of an answer. Each event is told with one byte of its own, the bracket or comma
   * before it; what is left of the body, the closing bracket, is the answer's.
   */
  #take(headBytes: Bytes, framingBytes: Bytes, body: Uint8Array, start: number, end: number): void {
    const { observer } = this.context;
    const events = EVENTS.split(body, start, end);
    let rest = end - start;
    for (let i = 0; i < events; i++) {
      const from = EVENTS.startOf(i);
      const to = EVENTS.endOf(i);
      const seq = readSeq(body, from, to);
      if (seq > this.cursor) this.cursor = seq;
      rest -= to - from + 1;
      observer.event(this.client, body, from, to, 1);
    }
    observer.responded(this.client, events, headBytes, framingBytes + rest);
  }
}

/** The cursor that a `410 Gone` names: the oldest the server still has. */
function oldestOf(body: Uint8Array, start: number, end: number): number {
  const text = Buffer.from(body.buffer, body.byteOffset + start, end - start).toString("latin1");
  const oldest = Number(/"oldest"\s*:\s*(\d{1,15})/.exec(text)?.[1]);
  if (!(oldest >= 1)) throw wireError("the server answered 410 without the oldest cursor it has");
  return oldest;
}
