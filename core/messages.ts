import type { Failed } from "./child.ts";
import type { HistogramData } from "./histogram.ts";
import type { LinkBytes, LinkSpec } from "./link.ts";
import type { HeaderProfile } from "./scenario.ts";
import type { StreamSpec } from "./stream.ts";
import type { ServerCounters, TransportParams } from "./transport.ts";
import type { Bytes, Milliseconds, Nanoseconds } from "./units.ts";

/**
 * What the harness and the processes it runs say to each other. Plain data, so that it can cross any channel.
 * Moments are on the host's monotonic clock and mean something on one host only; nothing else here does.
 */

/**
 * Which language this is: it grows by one when a message, or what the publisher writes to a server, changes its
 * meaning. A server of another build answers only if it speaks the same.
 */
export const PROTOCOL_VERSION = 1;

export type Role = "publisher" | "server" | "link" | "load" | "saturator";

/** Which transport a role runs: a built-in one by name, or one that a module brings. */
export interface TransportRef {
  readonly transport: string;
  readonly module?: string;
  readonly params: TransportParams;
}

export interface PublisherOptions {
  readonly role: "publisher";
  readonly stream: StreamSpec;
  /** The server's ingest address: the path of a Unix socket. */
  readonly ingest: string;
}

export interface ServerOptions {
  readonly role: "server";
  readonly transport: TransportRef;
  /** Where to take events from the publisher: the path of a Unix socket to create. */
  readonly ingest: string;
  readonly host: string;
  readonly port: number;
  /**
   * Whether this server takes the place of one that died: it listens only when the publisher has told it every
   * event so far again, so that no cursor is ahead of its log.
   */
  readonly resume?: boolean;
}

/** One relay of the link: so many of the cell's clients go through it. */
export interface LinkOptions {
  readonly role: "link";
  readonly link: LinkSpec;
  readonly seed: number;
  /** Which of the cell's relays this is, from 0: each draws random numbers of its own. */
  readonly relay: number;
  /** Where the server listens; the relay's own address is what `ready` tells. */
  readonly url: string;
  readonly host: string;
}

export interface LoadOptions {
  readonly role: "load";
  readonly transport: TransportRef;
  readonly url: string;
  readonly stream: StreamSpec;
  readonly seed: number;
  readonly headers: HeaderProfile;
  readonly cookieBytes: Bytes;
  /** This worker's clients: `firstClient` to `firstClient + clients − 1` of the cell. */
  readonly firstClient: number;
  readonly clients: number;
  /** New connections per second. */
  readonly connectRate: number;
  /** Whether to read the counters of the loopback interface at the window's edges: in a namespace of our own. */
  readonly countInterface?: boolean;
  /** Whether to keep one latency per event, of the client `(id − 1) mod clients`. */
  readonly samples?: boolean;
  /** Whether to keep what the worker's first client does and sees at the start of the window. */
  readonly record?: boolean;
}

export interface SaturatorOptions {
  readonly role: "saturator";
  /** What to ask for again and again, path and query included. */
  readonly url: string;
  readonly headers: HeaderProfile;
  readonly cookieBytes: Bytes;
  readonly connections: number;
}

export type RoleOptions = PublisherOptions | ServerOptions | LinkOptions | LoadOptions | SaturatorOptions;

/** From the harness to a role. */
export type ToRole =
  /** First message: what to be, and in which language. Answered by `ready`. */
  | { readonly type: "prepare"; readonly protocol: number; readonly options: RoleOptions }
  /** Server: note your memory now. Answered by `marked`. */
  | { readonly type: "mark"; readonly name: "idle" | "connected" }
  /** Load worker: open all clients. Answered by `connected`. */
  | { readonly type: "connect"; readonly timeoutMs: Milliseconds }
  /** All: the stream starts at this moment; the window is [from, to). */
  | { readonly type: "start"; readonly at: Nanoseconds; readonly from: Nanoseconds; readonly to: Nanoseconds }
  /** Load worker: ask for nothing more; connections stay. Answered by `rested`. */
  | { readonly type: "quiet" }
  /** All: hand over what you measured. Answered by `report`. */
  | { readonly type: "collect" }
  /** All: end everything and leave. */
  | { readonly type: "stop" };

/** From a role to the harness. */
export type FromRole =
  /**
   * Ready, or, where the two speak different languages, not: then nothing was prepared. A build from before
   * there were versions tells none.
   */
  | { readonly type: "ready"; readonly protocol?: number; readonly url?: string }
  | { readonly type: "marked" }
  | { readonly type: "connected"; readonly connected: number }
  /** Load worker: nothing is on its way any more, as far as it can tell. */
  | { readonly type: "rested" }
  /** Load worker: every client has every event of the stream. */
  | { readonly type: "complete" }
  /** All, a few times a second: alive, and how far. */
  | {
      readonly type: "beat";
      readonly connected?: number;
      readonly delivered?: number;
      readonly emitted?: number;
    }
  | { readonly type: "report"; readonly report: RoleReport }
  | Failed;

export interface PublisherReport {
  readonly role: "publisher";
  readonly scheduled: number;
  readonly emitted: number;
  /** Emitted − due of the window's events. */
  readonly slip: HistogramData;
}

export interface ServerReport {
  readonly role: "server";
  /** CPU time of the process inside the window, user and system. */
  readonly cpuUs: number;
  /** Time between the two readings behind it: much less than the window where the loop was too busy to open it. */
  readonly cpuSpan: Nanoseconds;
  /** Resident memory at the marks. */
  readonly rss: { readonly idle?: Bytes; readonly connected?: Bytes };
  /** Event-loop delay inside the window, resolution subtracted. */
  readonly loopDelayP99: Nanoseconds;
  /** The same second by second of the window; null for one that this process did not see. */
  readonly loopDelays?: readonly (Nanoseconds | null)[];
  /** Received by the server − emitted, of the window's events. */
  readonly ingest: HistogramData;
  /**
   * From reading events of the publisher until they were handed to every client that waited for them, over the
   * window: the time in all, and how many events were read.
   */
  readonly fanOut: { readonly time: Nanoseconds; readonly events: number };
  readonly counters: ServerCounters;
}

export interface LinkReport {
  readonly role: "link";
  /** Every byte since the start. */
  readonly bytes: LinkBytes;
  /** Connections accepted from clients. */
  readonly connections: number;
  /** Connections that this relay broke on purpose. */
  readonly cutConnections: number;
  /** Handed on − due by the spec, of what crossed inside the window: the relay's own error, by direction. */
  readonly lateUp: HistogramData;
  readonly lateDown: HistogramData;
}

/** Bytes of one direction by purpose. */
export interface Purposes {
  readonly payload: Bytes;
  readonly headers: Bytes;
  readonly framing: Bytes;
  readonly handshake: Bytes;
}

/** Counts of what happened in some span of time. */
export interface Tally {
  readonly up: Purposes;
  readonly down: Purposes;
  readonly events: number;
  readonly requests: number;
  readonly responses: number;
  readonly emptyResponses: number;
  readonly skippedPolls: number;
}

/** The audit of the window: each (client, event) pair is delivered, lost or corrupted. */
export interface AuditCounts {
  readonly expected: number;
  readonly delivered: number;
  readonly lost: number;
  readonly corrupted: number;
  readonly duplicated: number;
  readonly reordered: number;
}

/** Age of information, added up over clients inside the window, from each one's first event on. */
export interface FreshnessSums {
  /** The integral of the age over time, in ns². */
  readonly ageTime: number;
  /** The time it is over. */
  readonly time: Nanoseconds;
  /** Ages just before something newer arrived: in all, and how many. */
  readonly peakSum: Nanoseconds;
  readonly peaks: number;
}

/** What a straight line through points (x, y) is fitted from. */
export interface RegressionSums {
  readonly n: number;
  readonly x: number;
  readonly y: number;
  readonly xx: number;
  readonly xy: number;
  readonly yy: number;
}

/** Something that a recorded client did or saw; `at` and `due` count from the window's start. */
export type Moment =
  | { readonly kind: "request"; readonly at: Nanoseconds }
  | { readonly kind: "answer"; readonly at: Nanoseconds; readonly events: number }
  | { readonly kind: "event"; readonly at: Nanoseconds; readonly id: number; readonly due: Nanoseconds }
  | { readonly kind: "opened" | "lost"; readonly at: Nanoseconds };

/**
 * What the cell's first client did and saw from the window's start: for a picture, not for figures. A request
 * that was under way then comes first, with a time below 0.
 */
export interface Recording {
  /** Everything before this moment of the window is here. */
  readonly until: Nanoseconds;
  readonly moments: readonly Moment[];
}

export interface LoadReport {
  readonly role: "load";
  readonly clients: number;
  readonly connected: number;
  /** Delivered − due of the window's events. */
  readonly latency: HistogramData;
  readonly negativeLatencies: number;
  /** Request sent − due, of the window's events that were due before the request that brought them was sent. */
  readonly pollWait: HistogramData;
  /**
   * Of the window's events, in all: event handled − start of that turn of the worker's loop, or its due time
   * or its request where those are later, so that no part of a latency is in two places.
   */
  readonly clientWait: Nanoseconds;
  readonly freshness: FreshnessSums;
  /** Request sent → answer complete, of answers completed in the window. */
  readonly answers: {
    /** That held an event due before the request was sent: they waited for nothing. */
    readonly buffered: HistogramData;
    readonly other: HistogramData;
  };
  /** Answer complete → the same client's next request, of requests sent in the window. */
  readonly reask: HistogramData;
  /** x: a client's place in the worker's order of connecting; y: its mean latency in ns. */
  readonly fanOut: RegressionSums;
  /** From the first lost connection until every client had what it missed, by outage. */
  readonly recoveries: HistogramData;
  /** Subscriptions opened again after they had been lost. */
  readonly reconnections: number;
  /** Outages that had not ended when the worker was asked for this. */
  readonly unrecovered: number;
  /**
   * When asked for: latency of event `firstId + i` at index i, of the client `(id − 1) mod clients`; −1 where
   * that client did not get it. Of the window's first 200,000 events.
   */
  readonly samples?: readonly Nanoseconds[];
  readonly firstId?: number;
  /** When asked for: what crossed the loopback interface in the window. */
  readonly network?: { readonly bytes: Bytes; readonly packets: number };
  /** Event handled − start of that turn of the worker's loop. */
  readonly wait: HistogramData;
  readonly connect: HistogramData;
  readonly audit: AuditCounts;
  /** What completed inside the window. */
  readonly window: Tally;
  /** Every byte since the start, and what the sockets counted: the two sides of the ledger. */
  readonly ledger: {
    readonly up: Bytes;
    readonly down: Bytes;
    readonly socketUp: Bytes;
    readonly socketDown: Bytes;
  };
  /** Smallest cost seen of each kind, absent where none was seen. */
  readonly exact: {
    readonly requestBytes?: Bytes;
    readonly emptyResponseBytes?: Bytes;
    readonly eventOverheadBytes?: Bytes;
    readonly responseOverheadBytes?: Bytes;
    /** The same as if its length had two digits. */
    readonly comparableResponseBytes?: Bytes;
    readonly handshakeBytes?: Bytes;
  };
  /** Connections that stood and were not ended by this side. */
  readonly lostConnections: number;
  /** Times the server's log no longer reached back to a client's cursor. */
  readonly gone: number;
  /** Connections that ended because their bytes broke the protocol, and the first such fault. */
  readonly malformed: number;
  readonly firstFault?: string;
  /** CPU time of the process inside the window, user and system. */
  readonly cpuUs: number;
  /** Event-loop utilisation of the window: mean, and the busiest second's. */
  readonly utilization: { readonly mean: number; readonly max: number };
  /** Digest of what the worker's first client received; absent when it received nothing. */
  readonly received?: string;
  readonly timeline: LoadTimeline;
  /** When asked for. */
  readonly recording?: Recording;
}

/** By second of the stream, from its start. */
export interface LoadTimeline {
  readonly latency: readonly HistogramData[];
  readonly events: readonly number[];
  readonly bytesDown: readonly Bytes[];
  readonly bytesUp: readonly Bytes[];
}

/** Throughput and nothing else: what drives the server records whole milliseconds, so no time is taken from it. */
export interface SaturatorReport {
  readonly role: "saturator";
  /** How long was counted: the window, to the moments at which it was really opened and closed. */
  readonly countedNs: Nanoseconds;
  /** Answers in that time by status. */
  readonly answers: Readonly<Record<string, number>>;
  /** Requests in that time that got no answer. */
  readonly failures: number;
  /** CPU time of the process in that time, user and system. */
  readonly cpuUs: number;
}

export type RoleReport = PublisherReport | ServerReport | LinkReport | LoadReport | SaturatorReport;
