import type { Bytes, Milliseconds } from "./units.ts";

/** What lies between the clients and the server of a cell: the same for every client, each on a line of its own. */
export interface LinkSpec {
  /** The named profile that it started from; absent for one written out. */
  readonly profile?: string;
  /** One-way delay from client to server, and from server to client. */
  readonly delayUpMs: Milliseconds;
  readonly delayDownMs: Milliseconds;
  /**
   * Every piece of data is delayed by up to this much less or more, uniformly; what was sent later never
   * arrives earlier. At most the smaller of the delays.
   */
  readonly jitterMs: Milliseconds;
  /** Bits per second that each client's line carries in each direction; absent for no limit. */
  readonly upBps?: number;
  readonly downBps?: number;
  readonly cut?: LinkCut;
  /** Spans in which nothing passes in either direction; bytes wait and connections stay. */
  readonly stalls: readonly LinkStall[];
}

/** When connections break, without a word to either side. Times count from the start of the window. */
export type LinkCut = {
  /** For so long after a cut of all connections nothing passes the link: a new connection waits. */
  readonly outageMs: Milliseconds;
} & (
  | /** All at once, again and again while the window lasts. */
  { readonly kind: "every"; readonly everyMs: Milliseconds } /** All at once, at given times. */
  | {
      readonly kind: "at";
      readonly atMs: readonly Milliseconds[];
    } /** Each by itself while the window lasts, after an exponentially distributed time of this mean (seeded). */
  | { readonly kind: "random"; readonly meanMs: Milliseconds }
);

export interface LinkStall {
  readonly atMs: Milliseconds;
  readonly forMs: Milliseconds;
}

/** Bytes that crossed the link. In each direction, what came in went out or was dropped. */
export interface LinkBytes {
  readonly fromClients: Bytes;
  readonly toServer: Bytes;
  readonly droppedUp: Bytes;
  readonly fromServer: Bytes;
  readonly toClients: Bytes;
  readonly droppedDown: Bytes;
}
