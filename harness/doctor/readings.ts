import type { Bytes, Milliseconds, Nanoseconds } from "../../core/units.ts";
import type { Agreement } from "./agreement.ts";
import type { Spread } from "./spread.ts";

/** What was tried: done with a value, or why it could not be done. */
export type Attempt<T> =
  | { readonly type: "done"; readonly value: T }
  | { readonly type: "failed"; readonly message: string };

export interface ClockReading {
  /** How often it was read. */
  readonly reads: number;
  /** What one reading of `performance.now` costs, which is what runs use. */
  readonly readNs: Nanoseconds;
  /** What one reading of `process.hrtime.bigint` costs. */
  readonly hrtimeReadNs: Nanoseconds;
  /** The smallest step between two readings; absent when it never moved. */
  readonly stepNs?: Nanoseconds;
  /** Readings that were earlier than the one before. */
  readonly backwards: number;
}

export interface LoopbackReading {
  /** 64 bytes there and back, between two processes. */
  readonly roundTrip: Spread;
  /** Opening a connection. */
  readonly connect: Spread;
}

/** A limit on clients, and what it lies in. */
export interface ClientLimit {
  readonly clients: number;
  /** Absent where the machine would allow more than a scenario may ask for. */
  readonly by?: "descriptors" | "ports";
}

/** What a machine says about itself. Absent is what cannot be read there. */
export interface Facts {
  readonly node: string;
  readonly os: string;
  readonly kernel: string;
  readonly tool: string;
  readonly openFiles?: { readonly soft: number; readonly hard?: number };
  readonly ports?: { readonly first: number; readonly last: number };
  /** Most clients without and with a link, by descriptors and ports. */
  readonly limits: { readonly direct: ClientLimit; readonly linked: ClientLimit };
  readonly cores: {
    readonly cpus: number;
    /** What Node would use at once. */
    readonly parallelism: number;
    /** What a control group allows, in cores; absent without a quota. */
    readonly quota?: number;
  };
  readonly memory: { readonly availableBytes?: Bytes; readonly totalBytes: Bytes };
  /** Runnable tasks, on average over the last minute. */
  readonly loadAverage?: number;
}

/** How CPU time was spent while this program did nothing. */
export interface CpuShares {
  /** Busy share of all CPUs, 0 to 1. */
  readonly busy: number;
  /** Share that a hypervisor gave to others, 0 to 1; absent where it cannot be seen. */
  readonly steal?: number;
}

/** Everything that was measured and read. Absent is what cannot be read here. */
export interface Readings {
  readonly facts: Facts;
  readonly cpu?: CpuShares;
  /** How late timers of 1 to 5 ms were. */
  readonly timers?: Spread;
  /** How much later than asked for a blocking sleep ended. */
  readonly sleep?: Spread;
  readonly clock: ClockReading;
  readonly processes: Attempt<Agreement>;
  readonly loopback: Attempt<LoopbackReading>;
  /** Whether a private network namespace can be had; if not, why. */
  readonly namespace: Attempt<true>;
  /** How long all this took. */
  readonly tookMs: Milliseconds;
}
