import type { Arrivals } from "../core/arrivals.ts";
import type { MetricValues } from "../core/metrics.ts";
import type { TransportParams } from "../core/transport.ts";
import type { TransportName } from "../core/transports.ts";
import type { Bytes, Milliseconds } from "../core/units.ts";

/** Everything a prediction needs of a cell: what was asked for, and the few quantities that only measuring gives. */
export interface ModelInput {
  readonly transport: TransportName;
  /**
   * The transport's resolved options: polling reads `intervalMs` and `pacing` (`fixed-rate`, the default, or
   * `fixed-delay`), long polling `holdMs`.
   */
  readonly params: TransportParams;
  readonly arrivals: Arrivals;
  /**
   * Mean events per second, above 0. Of a window with few events the rate that the stream realised in it says
   * more than the one asked for: of 20 Poisson events, one in three windows differs by more than 22 %.
   */
  readonly rate: number;
  /** Clients that each get every event, at least 1. */
  readonly clients: number;
  /** One-way delays: what the link declares and its own measured lateness; 0 without a link. */
  readonly upMs: Milliseconds;
  readonly downMs: Milliseconds;
  /** Half the width of the link's uniform jitter, at most the smaller delay; 0 without any. */
  readonly jitterMs: Milliseconds;
  readonly measured: Measured;
  readonly bytes: ExchangeBytes;
}

/** Means that a cell measured. No latency is among them: a prediction never sees what it is compared with. */
export interface Measured {
  /**
   * From a request until its answer is complete, of answers that did not wait for an event: R + S, and whatever
   * waiting in the load worker comes with it. Absent for push, and where every answer waited.
   */
  readonly answerMs?: Milliseconds | undefined;
  /** Long polling: from an answer until the next request. */
  readonly reaskMs?: Milliseconds | undefined;
  /**
   * What one further client costs in a fan-out: how much later it gets an event than the client before it. Not
   * needed for one client; 0 says that it may be neglected.
   */
  readonly sendMs?: Milliseconds | undefined;
  /** Slip + ingest: from an event's due time until the server has it. In every latency. */
  readonly baseMs: Milliseconds;
  /**
   * In-worker wait of an event, 0 by default. Added only where no other measured time has it in it: `answerMs`
   * has, being taken in the same worker; and of many clients served together the worker reads the first while the
   * server still sends to the last, so that their wait lies within the fan-out. What is put into `baseMs` instead
   * counts twice in polling.
   */
  readonly clientWaitMs?: Milliseconds | undefined;
}

/** What crosses the stream, each the cost of one; absent where a transport has no such thing or none was seen. */
export interface ExchangeBytes {
  /** Mean bytes of an event's envelope. */
  readonly envelope: Bytes;
  /** One event beyond its envelope: its separator in an answer, its frame header. */
  readonly eventOverhead?: Bytes | undefined;
  /** One request, with a one-digit cursor. */
  readonly request?: Bytes | undefined;
  /** One answer without an event. */
  readonly emptyResponse?: Bytes | undefined;
  /** One answer with events, beyond its events. */
  readonly responseOverhead?: Bytes | undefined;
}

/** Why a prediction is not the plain closed form. */
export type FailureCode =
  /** Something that only measuring gives was not measured. */
  | "UNMEASURED"
  /** Measured times contradict the declared ones. */
  | "INCONSISTENT"
  /** Fixed-rate polls come faster than their answers. */
  | "POLL_OVERRUN"
  /** A fan-out takes longer than the time between events. */
  | "OVERLOAD"
  /** The period is so close to the round trip that jitter decides which side of the cliff it is on. */
  | "NEAR_CLIFF"
  /** Hold and period drift against each other in a way that no closed form here covers. */
  | "HOLD_TOO_SHORT"
  /** Jitter is wider than the time between events, and keeping their order delays them. */
  | "JITTER_ORDER";

/** An assumption that does not hold. */
export interface Failure {
  readonly code: FailureCode;
  /** One sentence: the assumption, the values, and what was left out or put in its place. */
  readonly message: string;
}

export interface Prediction {
  /** Only what the model covers; a metric that it cannot predict is absent. */
  readonly metrics: MetricValues;
  /** The latency that a share `q` (0 to 1) of deliveries does not exceed; absent where none is predicted. */
  readonly latencyAt?: (q: number) => Milliseconds;
  readonly failed: readonly Failure[];
}

/** A transport's closed forms. */
export type Model = (input: ModelInput) => Prediction;
