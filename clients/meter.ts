import { Histogram } from "../core/histogram.ts";
import type { LoadReport } from "../core/messages.ts";
import { type EventStream, StreamDigest, streamBytes } from "../core/stream.ts";
import type { ClientObserver, ClosedBytes, CloseReason } from "../core/transport.ts";
import type { Bytes, Nanoseconds } from "../core/units.ts";
import { Audit } from "./audit.ts";
import { Costs } from "./costs.ts";
import type { LoadClock } from "./load-clock.ts";
import { Tallies } from "./tallies.ts";
import { Timeline } from "./timeline.ts";

/** The client whose received bytes are digested, so that the stream's hash is recomputed from the wire. */
const WITNESS = 0;

// What a client's subscription is.
const NEVER_OPEN = 0;
const OPEN = 1;
const WAS_OPEN = 2;

/** What a load worker's process costs; injected, so that tests need no process. */
export interface ProcessMeter {
  /** The window opens. */
  open(): void;
  /** A second of the window has passed. */
  second(): void;
  /** The window closes. */
  close(): void;
  readonly cpuUs: number;
  readonly utilization: { readonly mean: number; readonly max: number };
}

/**
 * Folds everything the clients observe into counts and histograms. Latency and audit cover the events due in
 * the window, whenever they arrive; bytes, requests and CPU belong to what completed inside it.
 */
export class Meter implements ClientObserver {
  readonly #stream: EventStream;
  readonly #clock: LoadClock;
  readonly #process: ProcessMeter;
  readonly #onComplete: () => void;
  readonly #audit: Audit;
  readonly #timeline: Timeline;
  readonly #tallies = new Tallies();
  readonly #costs = new Costs();
  readonly #latency = new Histogram();
  readonly #wait = new Histogram();
  readonly #connect = new Histogram();
  readonly #digest = new StreamDigest();
  #digested = 0;
  readonly #openingAt: Float64Array;
  readonly #state: Uint8Array;
  #atOpen: Tallies | undefined;
  #atClose: Tallies | undefined;
  #start: Nanoseconds = Number.NaN;
  #from: Nanoseconds = Number.POSITIVE_INFINITY;
  #to: Nanoseconds = Number.POSITIVE_INFINITY;
  #firstId = 0;
  #endId = 0;
  /** The next moment at which something other than counting has to be done. */
  #boundary: Nanoseconds = Number.POSITIVE_INFINITY;
  #connected = 0;
  #everOpened = 0;
  #negative = 0;
  #lostConnections = 0;
  #gone = 0;
  #malformed = 0;
  #firstFault: string | undefined;
  #strayUp = 0;
  #strayDown = 0;
  #socketUp = 0;
  #socketDown = 0;

  constructor(
    stream: EventStream,
    clients: number,
    clock: LoadClock,
    processMeter: ProcessMeter,
    onComplete: () => void,
  ) {
    this.#stream = stream;
    this.#clock = clock;
    this.#process = processMeter;
    this.#onComplete = onComplete;
    this.#audit = new Audit(streamBytes(stream), clients);
    this.#timeline = new Timeline();
    this.#openingAt = new Float64Array(clients);
    this.#state = new Uint8Array(clients);
  }

  /** Clients whose subscription stands now. */
  get connected(): number {
    return this.#connected;
  }

  /** Clients whose subscription ever stood. */
  get everOpened(): number {
    return this.#everOpened;
  }

  /** Events delivered since the start. */
  get delivered(): number {
    return this.#tallies.events;
  }

  /** Sets when the stream starts and the window [from, to), on the host's clock. */
  start(at: Nanoseconds, from: Nanoseconds, to: Nanoseconds): void {
    this.#start = at;
    this.#from = from;
    this.#to = to;
    this.#firstId = this.#stream.firstDueFrom(from - at);
    this.#endId = this.#stream.firstDueFrom(to - at);
    this.#audit.setWindow(this.#firstId, this.#endId);
    this.#timeline.start(at);
    this.#boundary = this.#nextBoundary();
    if (this.#audit.remaining === 0) this.#onComplete();
  }

  /** Takes the moment; crosses the window's edges and the timeline's seconds when it is time. */
  moment(): void {
    if (this.#clock.stamp() >= this.#boundary) this.#cross();
  }

  received(_client: number, bytes: Bytes): void {
    this.moment();
    this.#timeline.down(bytes);
  }

  opening(client: number): void {
    this.#openingAt[client] = this.#clock.stamp();
  }

  opened(client: number, handshakeUp: Bytes, handshakeDown: Bytes): void {
    this.#connect.record(this.#clock.stamp() - this.#openingAt[client]!);
    this.#connected++;
    if (this.#state[client] === NEVER_OPEN) this.#everOpened++;
    this.#state[client] = OPEN;
    this.#tallies.upHandshake += handshakeUp;
    this.#tallies.downHandshake += handshakeDown;
    this.#costs.handshake(handshakeUp + handshakeDown);
  }

  requested(_client: number, headerBytes: Bytes): void {
    this.#tallies.upHeaders += headerBytes;
    this.#tallies.requests++;
    this.#timeline.up(headerBytes);
    this.#costs.request(headerBytes);
  }

  responded(_client: number, events: number, headerBytes: Bytes, framingBytes: Bytes): void {
    this.#tallies.responses++;
    this.#tallies.downHeaders += headerBytes;
    this.#tallies.downFraming += framingBytes;
    if (events === 0) {
      this.#tallies.emptyResponses++;
      this.#costs.emptyResponse(headerBytes + framingBytes);
    } else {
      this.#costs.response(headerBytes + framingBytes);
    }
  }

  event(client: number, bytes: Uint8Array, start: number, end: number, framingBytes: Bytes): void {
    this.#tallies.downPayload += end - start;
    this.#tallies.downFraming += framingBytes;
    this.#costs.event(framingBytes);
    if (client === WITNESS) {
      this.#digest.add(bytes.subarray(start, end));
      this.#digested++;
    }
    const id = this.#audit.check(client, bytes, start, end);
    if (id > 0) this.#deliver(id);
    if (this.#audit.remaining === 0) this.#onComplete();
  }

  controlled(_client: number, up: Bytes, down: Bytes): void {
    this.#tallies.upFraming += up;
    this.#tallies.downFraming += down;
    this.#timeline.up(up);
  }

  skipped(): void {
    this.#tallies.skippedPolls++;
  }

  gone(): void {
    this.#gone++;
  }

  closed(client: number, reason: CloseReason, bytes: ClosedBytes, error?: Error): void {
    if (this.#state[client] === OPEN) {
      this.#state[client] = WAS_OPEN;
      this.#connected--;
      if (reason !== "asked") this.#lostConnections++;
    }
    this.#socketUp += bytes.socketUp;
    this.#socketDown += bytes.socketDown;
    this.#strayUp += bytes.strayUp;
    this.#strayDown += bytes.strayDown;
    if (reason === "malformed") this.#malformed++;
    if (error !== undefined) this.#firstFault ??= error.message;
  }

  /** What was measured; call it when every connection has been closed, so that the ledger is whole. */
  collect(clients: number): LoadReport {
    this.moment();
    const end = this.#atClose ?? this.#tallies;
    return {
      role: "load",
      clients,
      connected: this.#everOpened,
      latency: this.#latency.toData(),
      negativeLatencies: this.#negative,
      wait: this.#wait.toData(),
      connect: this.#connect.toData(),
      audit: this.#audit.counts(),
      window: end.since(this.#atOpen ?? end),
      ledger: {
        up: this.#tallies.up + this.#strayUp,
        down: this.#tallies.down + this.#strayDown,
        socketUp: this.#socketUp,
        socketDown: this.#socketDown,
      },
      exact: this.#costs.smallest(),
      lostConnections: this.#lostConnections,
      gone: this.#gone,
      malformed: this.#malformed,
      ...(this.#firstFault === undefined ? {} : { firstFault: this.#firstFault }),
      cpuUs: this.#process.cpuUs,
      utilization: this.#process.utilization,
      ...(this.#digested === 0 ? {} : { received: this.#digest.finish() }),
      timeline: this.#timeline.finish(),
    };
  }

  #deliver(id: number): void {
    const { now, turnStart } = this.#clock;
    const latency = now - this.#start - this.#stream.dueOf(id);
    this.#tallies.events++;
    // NaN, an event before the stream was started, is as impossible as a negative latency.
    if (Number.isNaN(latency)) {
      this.#negative++;
      return;
    }
    this.#timeline.event(latency);
    if (now >= this.#from && now < this.#to) this.#wait.record(now - turnStart);
    if (id < this.#firstId || id >= this.#endId) return;
    if (latency >= 0) this.#latency.record(latency);
    else this.#negative++;
  }

  #cross(): void {
    const { now } = this.#clock;
    if (now >= this.#from && this.#atOpen === undefined) {
      this.#atOpen = this.#tallies.copy();
      this.#process.open();
    }
    if (this.#timeline.advance(now) && this.#atOpen !== undefined && this.#atClose === undefined) {
      this.#process.second();
    }
    if (now >= this.#to && this.#atClose === undefined) {
      this.#atClose = this.#tallies.copy();
      this.#process.close();
    }
    this.#boundary = this.#nextBoundary();
  }

  #nextBoundary(): Nanoseconds {
    let next = this.#timeline.next;
    if (this.#atOpen === undefined) next = Math.min(next, this.#from);
    if (this.#atClose === undefined) next = Math.min(next, this.#to);
    return next;
  }
}
