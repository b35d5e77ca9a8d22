import type { Bytes, Milliseconds } from "./units.ts";

/**
 * The contract of a transport: two halves with one name. The server half carries the feed to whoever
 * subscribes; the client half receives it and tells an observer what happened. A transport never reads the
 * clock and never decides what a byte cost: it hands over bytes and moments, the harness stamps and counts.
 *
 * The contract is public. A module that exports `server: ServerTransport` and `client: ClientTransport` (or
 * `client: "<name of a built-in transport>"`) can stand in a scenario by its path.
 */

/** What a transport's options are once resolved: numbers with their unit in the name, words, switches. */
export type TransportParams = Readonly<Record<string, number | string | boolean>>;

// ---------------------------------------------------------------------------------------------- server half

/** The server's bounded log of events. Cursors are sequence numbers from 1; `after` means "newer than". */
export interface Feed {
  /** Sequence number of the newest event; 0 before the first. */
  readonly newest: number;
  /** Sequence number of the oldest event still kept; `newest + 1` when none is. */
  readonly oldest: number;
  /**
   * What is newer than `after`, oldest first, up to `maxBytes` of envelopes (all by default) but at least one
   * event if there is one; or that the log no longer reaches back that far.
   */
  read(after: number, maxBytes?: Bytes): FeedSlice;
  /** Calls back on every new event, after it is in the log. Returns how to stop. */
  subscribe(listener: (event: FeedEvent) => void): () => void;
}

export interface FeedEvent {
  readonly seq: number;
  /** The envelope, encoded once. Never to be changed. */
  readonly bytes: Buffer;
}

export type FeedSlice =
  | { readonly status: "events"; readonly events: readonly FeedEvent[] }
  | { readonly status: "gone"; readonly oldest: number };

export interface ServerContext {
  readonly feed: Feed;
  /** Unread bytes at which a client that does not read is disconnected. */
  readonly maxBufferedBytes: Bytes;
  /** Whom to answer; absent for everyone. */
  readonly access?: ServerAccess;
}

/** A server for one page in a browser: other pages, and names that point here, are refused (403). */
export interface ServerAccess {
  /** The page's origin, such as `http://127.0.0.1:8080`: the only one that browsers may ask for and read. */
  readonly origin: string;
  /** The host that requests have to name, with any port or none. */
  readonly hostname: string;
}

export interface ServerTransport {
  readonly name: string;
  /** Builds the server; nothing listens yet. */
  create(context: ServerContext, params: TransportParams): ServerHalf | Promise<ServerHalf>;
}

export interface ServerHalf {
  /** Starts listening; port 0 takes a free one. Rejects when the address cannot be had. */
  listen(address: { readonly host: string; readonly port: number }): Promise<{ readonly url: string }>;
  /** Stops accepting, ends every connection and resolves when nothing is left open. */
  close(): Promise<void>;
  /** Counts since the start; each only grows. */
  counters(): ServerCounters;
}

export interface ServerCounters {
  /** Connections accepted. */
  readonly connections: number;
  /** HTTP requests for events and WebSocket subscriptions. */
  readonly requests: number;
  /** Answers without an event (204). */
  readonly emptyResponses: number;
  /** Subscriptions refused because the log no longer reaches back to their cursor (410, 4410). */
  readonly goneResponses: number;
  /** Events handed to sockets, once per client. */
  readonly eventsSent: number;
  /** Clients disconnected because they did not read. */
  readonly slowClients: number;
  /** Bytes read from sockets. */
  readonly bytesReceived: Bytes;
  /** Bytes handed to sockets. */
  readonly bytesSent: Bytes;
}

// ---------------------------------------------------------------------------------------------- client half

/** The part of the event stream's clients that one load worker runs. */
export interface ClientContext {
  /** What the server half's `listen` gave. */
  readonly url: string;
  /** How many clients this half runs, numbered 0 to clients − 1. */
  readonly clients: number;
  /** The cell's number of client 0: a cell's clients may be spread over several halves. */
  readonly firstClient: number;
  readonly observer: ClientObserver;
  /** The one client whose moments are kept: it tells what stands before its observer, which tells everything on. */
  readonly recorded?: { readonly client: number; before(observer: ClientObserver): ClientObserver };
  readonly pacer: Pacer;
  /** Header lines of a request besides the request line, each with its CRLF; by kind of request. */
  readonly headers: RequestHeaders;
}

/** Header lines that a client sends, Host included, each ended by CRLF; without the closing empty line. */
export interface RequestHeaders {
  /** Of a GET for events. */
  fetch(host: string): string;
  /** Of a WebSocket opening handshake, apart from Upgrade, Connection and the Sec-WebSocket lines. */
  handshake(host: string): string;
}

/** When things happen on the client side; the transport's only access to time. */
export interface Pacer {
  /** Calls `tick(client)` at a fixed rate, first after a seeded random part of the interval. */
  every(client: number, interval: Milliseconds, tick: (client: number) => void): void;
  /** Calls `action(client)` once, that much later. */
  after(client: number, delay: Milliseconds, action: (client: number) => void): void;
  /** A seeded random number in [0, 1), for jitter. */
  uniform(): number;
  /** Forgets everything scheduled for a client. */
  cancel(client: number): void;
}

export interface ClientTransport {
  readonly name: string;
  create(context: ClientContext, params: TransportParams): ClientHalf;
}

export interface ClientHalf {
  /** Opens client `client`; the observer hears `opened`, or `closed` and another try later. */
  connect(client: number): void;
  /** Drops the client's connection without a word, as a broken network would; it resumes by itself. */
  cut(client: number): void;
  /**
   * Asks for nothing more: what is under way still arrives and the connection stays, so that the bytes on it
   * come to rest. A half whose clients never ask has no need of it.
   */
  quiet?(client: number): void;
  /** Ends the client for good. */
  close(client: number): void;
}

/** Why a connection ended. */
export type CloseReason =
  /** This side closed it for good. */
  | "asked"
  /** It broke, or the server ended it. */
  | "lost"
  /** The bytes on it broke their protocol. */
  | "malformed";

/**
 * What a client half tells. Every byte on a socket is told exactly once, by purpose, so that the purposes add
 * up to what the sockets themselves counted.
 */
export interface ClientObserver {
  /** Bytes came off a socket and are about to be read. Called once per socket read, before anything of it. */
  received(client: number, bytes: Bytes): void;
  /** A connection attempt begins. */
  opening(client: number): void;
  /** The subscription stands; what the handshake cost in bytes each way (0 where there is none). */
  opened(client: number, handshakeUp: Bytes, handshakeDown: Bytes): void;
  /** A request for events was handed to the socket. */
  requested(client: number, headerBytes: Bytes): void;
  /** An answer is complete: how many events it held, its head, and its bytes that belong to no event. */
  responded(client: number, events: number, headerBytes: Bytes, framingBytes: Bytes): void;
  /**
   * An event is complete: its envelope is `bytes` from `start` to `end` (valid during the call only) and it
   * cost `framingBytes` on the stream beyond those.
   */
  event(client: number, bytes: Uint8Array, start: number, end: number, framingBytes: Bytes): void;
  /** Bytes that carried neither events nor requests: pings, pongs, close frames. */
  controlled(client: number, up: Bytes, down: Bytes): void;
  /** A poll was due while the one before was still unanswered. */
  skipped(client: number): void;
  /** The server's log no longer reached back to the client's cursor; it resumes from `oldest`. */
  gone(client: number, oldest: number): void;
  /**
   * A connection ended. `socketUp` and `socketDown` are the socket's own counts; `strayUp` and `strayDown`
   * the bytes of those that belong to something never completed.
   */
  closed(client: number, reason: CloseReason, bytes: ClosedBytes, error?: Error): void;
}

export interface ClosedBytes {
  readonly socketUp: Bytes;
  readonly socketDown: Bytes;
  readonly strayUp: Bytes;
  readonly strayDown: Bytes;
}

/** The server answers an outdated cursor with this WebSocket close code; the reason is the oldest cursor. */
export const WEBSOCKET_GONE = 4410;
