import type { Failed } from "../core/child.ts";
import type { ServerAccess } from "../core/transport.ts";
import type { Bytes, Milliseconds, Nanoseconds } from "../core/units.ts";
import type { LinkShape } from "../link/tcp.ts";
import type { Lane, LaneCounters } from "./protocol.ts";

/** Something of each lane. */
export type PerLane<Value> = Readonly<Record<Lane, Value>>;

/** Whose server halves: the page's lanes have some of their own, so that their counts are theirs alone. */
export type Party = "page" | "crowd";

/** To the server's process. Moments are on the host's clock. */
export type ToSubject =
  | { readonly type: "prepare"; readonly access: ServerAccess }
  /** An event, its envelope from `"id"` on. */
  | { readonly type: "event"; readonly tail: string }
  | { readonly type: "stall"; readonly forMs: Milliseconds }
  /** Answered by `counted` with the same number. */
  | { readonly type: "count"; readonly n: number }
  | { readonly type: "stop" };

/** From it. */
export type FromSubject =
  /** Where each server half listens, the link not yet before it. */
  | { readonly type: "ready"; readonly urls: Readonly<Record<Party, PerLane<string>>> }
  /** After a stall. */
  | { readonly type: "resumed" }
  | {
      readonly type: "counted";
      readonly n: number;
      readonly at: Nanoseconds;
      readonly cpuMs: Milliseconds;
      readonly rssBytes: Bytes;
      readonly counters: Readonly<Record<Party, PerLane<LaneCounters>>>;
    }
  | Failed;

/** What the crowd is to be. */
export interface CrowdShape {
  /** Clients of each lane. */
  readonly clients: number;
  readonly pollIntervalMs: Milliseconds;
  /** The cursor that those who come begin with. */
  readonly newest: number;
  readonly link: LinkShape;
}

/** To the crowd's process: the background clients and the links before them. */
export type ToCrowd =
  | {
      readonly type: "prepare";
      readonly seed: number;
      readonly urls: PerLane<string>;
      readonly shape: CrowdShape;
    }
  | { readonly type: "shape"; readonly shape: CrowdShape }
  | { readonly type: "drop" }
  | { readonly type: "restore" }
  | { readonly type: "stop" };

export type FromCrowd = { readonly type: "ready" } | Failed;
