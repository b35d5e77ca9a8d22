import type { LoadReport } from "../core/messages.ts";
import { type EventStream, streamBytes } from "../core/stream.ts";
import type { ClientObserver, ClosedBytes, CloseReason } from "../core/transport.ts";
import type { Bytes, Nanoseconds } from "../core/units.ts";
import { Audit } from "./audit.ts";
import { Connections } from "./connections.ts";
import { Costs } from "./costs.ts";
import { EventTimes } from "./event-times.ts";
import { Exchanges } from "./exchanges.ts";
import { type InterfaceCounters, type ReadInterface, trafficBetween } from "./interface-counters.ts";
import type { LoadClock } from "./load-clock.ts";
import { Recovery } from "./recovery.ts";
import { Tallies } from "./tallies.ts";
import { Timeline } from "./timeline.ts";
import { Witness } from "./witness.ts";

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

/** What a meter measures only when asked to. */
export interface MeterExtras {
  /** Keep one latency per event. */
  readonly samples?: boolean | undefined;
  /** Read these counters at the window's edges. */
  readonly network?: ReadInterface | undefined;
}

/** What is read at an edge of the window, all at one moment. */
interface Edge {
  readonly tallies: Tallies;
  readonly network: InterfaceCounters | undefined;
}

/**
 * Folds everything the clients observe into counts and histograms. Latency and audit cover the events due in
 * the window, whenever they arrive; bytes, requests and CPU belong to what completed inside it. What is
 * counted here is bytes, events and the window's edges; times and connections have files of their own.
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
  /** Of the events since the last answer: what the answer that brought them has them for. */
  #eventBytes: Bytes = 0;
  readonly #connections: Connections;
  readonly #exchanges: Exchanges;
  readonly #times: EventTimes;
  readonly #recovery: Recovery;
  readonly #network: ReadInterface | undefined;
  readonly #witness = new Witness();
  #atOpen: Edge | undefined;
  #atClose: Edge | undefined;
  #from: Nanoseconds = Number.POSITIVE_INFINITY;
  #to: Nanoseconds = Number.POSITIVE_INFINITY;
  /** The next moment at which something other than counting has to be done. */
  #boundary: Nanoseconds = Number.POSITIVE_INFINITY;

  constructor(
    stream: EventStream,
    clients: number,
    clock: LoadClock,
    processMeter: ProcessMeter,
    onComplete: () => void,
    extras: MeterExtras = {},
  ) {
    this.#stream = stream;
    this.#clock = clock;
    this.#process = processMeter;
    this.#onComplete = onComplete;
    this.#audit = new Audit(streamBytes(stream), clients);
    this.#timeline = new Timeline();
    this.#connections = new Connections(clients);
    this.#exchanges = new Exchanges(clients);
    this.#times = new EventTimes(stream, clients, clock, this.#exchanges, extras.samples === true);
    this.#recovery = new Recovery(clients, this.#audit);
    this.#network = extras.network;
  }

  /** Clients whose subscription stands now. */
  get connected(): number {
    return this.#connections.connected;
  }

  /** Clients whose subscription ever stood. */
  get everOpened(): number {
    return this.#connections.everOpened;
  }

  /** Events delivered since the start. */
  get delivered(): number {
    return this.#tallies.events;
  }

  /** Requests that no answer has come to, those of connections that broke included. */
  get unanswered(): number {
    return this.#tallies.requests - this.#tallies.responses;
  }

  /** Bytes received since the start, as far as they have been told. */
  get bytesDown(): Bytes {
    return this.#tallies.down;
  }

  /** Sets when the stream starts and the window [from, to), on the host's clock. */
  start(at: Nanoseconds, from: Nanoseconds, to: Nanoseconds): void {
    this.#from = from;
    this.#to = to;
    const firstId = this.#stream.firstDueFrom(from - at);
    const endId = this.#stream.firstDueFrom(to - at);
    this.#audit.setWindow(firstId, endId);
    this.#times.setWindow(at, from, to, firstId, endId);
    this.#exchanges.setWindow(from, to);
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
    this.#connections.opening(client, this.#clock.stamp());
  }

  opened(client: number, handshakeUp: Bytes, handshakeDown: Bytes): void {
    const now = this.#clock.stamp();
    if (this.#connections.opened(client, now)) this.#recovery.reopened(client, this.#times.lastDue(now), now);
    this.#tallies.upHandshake += handshakeUp;
    this.#tallies.downHandshake += handshakeDown;
    this.#costs.handshake(handshakeUp + handshakeDown);
  }

  requested(client: number, headerBytes: Bytes): void {
    // Read anew: many requests of one turn follow each other, and each one's wait ends when it is sent.
    this.#exchanges.requested(client, this.#clock.read());
    this.#tallies.upHeaders += headerBytes;
    this.#tallies.requests++;
    this.#timeline.up(headerBytes);
    this.#costs.request(headerBytes);
  }

  responded(client: number, events: number, headerBytes: Bytes, framingBytes: Bytes): void {
    this.#exchanges.answered(client, this.#clock.now);
    this.#tallies.responses++;
    this.#tallies.downHeaders += headerBytes;
    this.#tallies.downFraming += framingBytes;
    if (events === 0) {
      this.#tallies.emptyResponses++;
      this.#costs.emptyResponse(headerBytes + framingBytes);
    } else {
      this.#costs.response(headerBytes + framingBytes, this.#eventBytes + framingBytes);
    }
    this.#eventBytes = 0;
  }

  event(client: number, bytes: Uint8Array, start: number, end: number, framingBytes: Bytes): void {
    this.#tallies.downPayload += end - start;
    this.#tallies.downFraming += framingBytes;
    this.#eventBytes += end - start + framingBytes;
    this.#costs.event(framingBytes);
    this.#witness.event(client, bytes, start, end);
    const id = this.#audit.check(client, bytes, start, end);
    if (id > 0) {
      this.#tallies.events++;
      const latency = this.#times.delivered(client, id);
      if (!Number.isNaN(latency)) this.#timeline.event(latency);
    }
    if (this.#recovery.owing > 0) this.#recovery.arrived(client, this.#clock.now);
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
    this.#connections.gone();
  }

  closed(client: number, reason: CloseReason, bytes: ClosedBytes, error?: Error): void {
    this.#exchanges.closed(client);
    const lost = this.#connections.closed(client, reason, bytes, error);
    if (lost) this.#recovery.lost(client, this.#clock.read());
  }

  /** What was measured; call it when every connection has been closed, so that the ledger is whole. */
  collect(clients: number): LoadReport {
    this.moment();
    const open = this.#atOpen;
    const close = this.#atClose ?? this.#edge();
    return {
      role: "load",
      clients,
      ...this.#connections.report(),
      ...this.#times.report(this.#connections.placeOf),
      ...this.#exchanges.report(),
      ...this.#recovery.report(),
      ...trafficBetween(open?.network, close.network),
      audit: this.#audit.counts(),
      window: close.tallies.since((open ?? close).tallies),
      ledger: this.#connections.ledger(this.#tallies),
      exact: this.#costs.smallest(),
      cpuUs: this.#process.cpuUs,
      utilization: this.#process.utilization,
      ...this.#witness.report(),
      timeline: this.#timeline.finish(),
    };
  }

  #edge(): Edge {
    return { tallies: this.#tallies.copy(), network: this.#network?.() };
  }

  #cross(): void {
    const { now } = this.#clock;
    if (now >= this.#from && this.#atOpen === undefined) {
      this.#atOpen = this.#edge();
      this.#process.open();
    }
    if (this.#timeline.advance(now) && this.#atOpen !== undefined && this.#atClose === undefined) {
      this.#process.second();
    }
    if (now >= this.#to && this.#atClose === undefined) {
      this.#atClose = this.#edge();
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
