import { readId } from "../core/envelope.ts";
import type { Moment, Recording } from "../core/messages.ts";
import type { EventStream } from "../core/stream.ts";
import type { ClientObserver, ClosedBytes, CloseReason } from "../core/transport.ts";
import { type Bytes, msToNs, type Nanoseconds } from "../core/units.ts";
import type { LoadClock } from "./load-clock.ts";

/** The worker's client that is recorded. */
const RECORDED_CLIENT = 0;
/** How much of the window is recorded: enough for a picture of a few seconds and what was still on its way then. */
const SPAN: Nanoseconds = msToNs(10_000);
/** The most moments that are kept: the recording ends there. */
const MOST_MOMENTS = 240;

/**
 * Keeps what one client did and saw from the window's start on, and hands everything over to the observer that
 * counts. It stands before that observer for the recorded client only, so the others pay nothing for it.
 */
export class Recorder implements ClientObserver {
  readonly client = RECORDED_CLIENT;
  #inner: ClientObserver | undefined;
  readonly #clock: LoadClock;
  readonly #stream: EventStream;
  readonly #moments: Moment[] = [];
  /** The request under way when the window opened, told by a time below 0. */
  #underWay: Nanoseconds | undefined;
  #start: Nanoseconds = 0;
  #from: Nanoseconds = Number.POSITIVE_INFINITY;
  #until: Nanoseconds = Number.POSITIVE_INFINITY;

  constructor(clock: LoadClock, stream: EventStream) {
    this.#clock = clock;
    this.#stream = stream;
  }

  /**
   * Stands before an observer, whosever it is: a transport of someone else's may have one of its own before the
   * meter. Of several that ask, as halves that number their clients themselves, the first is recorded.
   */
  before(observer: ClientObserver): ClientObserver {
    if (this.#inner !== undefined) return observer;
    this.#inner = observer;
    return this;
  }

  /** Sets when the stream starts and the window [from, to), on the host's clock. */
  start(at: Nanoseconds, from: Nanoseconds, to: Nanoseconds): void {
    this.#start = at;
    this.#from = from;
    this.#until = Math.min(to, from + SPAN);
  }

  received(client: number, bytes: Bytes): void {
    this.#inner?.received(client, bytes);
  }

  opening(client: number): void {
    this.#inner?.opening(client);
  }

  opened(client: number, handshakeUp: Bytes, handshakeDown: Bytes): void {
    this.#inner?.opened(client, handshakeUp, handshakeDown);
    this.#keep(this.#clock.now, (at) => ({ kind: "opened", at }));
  }

  requested(client: number, headerBytes: Bytes): void {
    this.#inner?.requested(client, headerBytes);
    const now = this.#clock.read();
    if (now < this.#from) this.#underWay = now;
    else this.#keep(now, (at) => ({ kind: "request", at }));
  }

  responded(client: number, events: number, headerBytes: Bytes, framingBytes: Bytes): void {
    this.#inner?.responded(client, events, headerBytes, framingBytes);
    const { now } = this.#clock;
    if (now < this.#from) this.#underWay = undefined;
    else this.#keep(now, (at) => ({ kind: "answer", at, events }));
  }

  event(client: number, bytes: Uint8Array, start: number, end: number, framingBytes: Bytes): void {
    this.#inner?.event(client, bytes, start, end, framingBytes);
    const id = readId(bytes, start, end);
    // What no schedule has is the audit's affair.
    if (!(id >= 1 && id <= this.#stream.events)) return;
    const due = this.#start + this.#stream.dueOf(id) - this.#from;
    this.#keep(this.#clock.now, (at) => ({ kind: "event", at, id, due }));
  }

  controlled(client: number, up: Bytes, down: Bytes): void {
    this.#inner?.controlled(client, up, down);
  }

  skipped(client: number): void {
    this.#inner?.skipped(client);
  }

  gone(client: number, oldest: number): void {
    this.#inner?.gone(client, oldest);
  }

  closed(client: number, reason: CloseReason, bytes: ClosedBytes, error?: Error): void {
    this.#inner?.closed(client, reason, bytes, error);
    if (this.#clock.read() < this.#from) this.#underWay = undefined;
    if (reason !== "asked") this.#keep(this.#clock.read(), (at) => ({ kind: "lost", at }));
  }

  /** What was recorded; absent where the window never opened, and where no client asked for this observer. */
  report(): { recording?: Recording } {
    if (this.#from === Number.POSITIVE_INFINITY || this.#inner === undefined) return {};
    // A request that was held all the time was under way when the window opened, and nothing came after it.
    const held: Moment[] =
      this.#underWay === undefined ? [] : [{ kind: "request", at: this.#underWay - this.#from }];
    return { recording: { until: this.#until - this.#from, moments: [...held, ...this.#moments] } };
  }

  #keep(now: Nanoseconds, moment: (at: Nanoseconds) => Moment): void {
    if (now < this.#from || now >= this.#until) return;
    if (this.#underWay !== undefined) {
      this.#moments.push({ kind: "request", at: this.#underWay - this.#from });
      this.#underWay = undefined;
    }
    if (this.#moments.length >= MOST_MOMENTS) {
      this.#until = now;
      return;
    }
    this.#moments.push(moment(now - this.#from));
  }
}
