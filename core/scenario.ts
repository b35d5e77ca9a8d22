import type { Arrivals } from "./arrivals.ts";
import type { NamedChangeLimit } from "./change-limit.ts";
import type { FaultSpec } from "./fault.ts";
import type { LinkSpec } from "./link.ts";
import type { StreamSpec } from "./stream.ts";
import type { TransportParams } from "./transport.ts";
import type { Milliseconds } from "./units.ts";

/** Which header lines the clients send: a browser's, or the least that HTTP allows. */
export type HeaderProfile = "browser" | "lean";

export const HEADER_PROFILES: readonly HeaderProfile[] = ["browser", "lean"];

/** One entry of a scenario's `transports`. */
export interface TransportEntry {
  /** Unique in the scenario: the transport's name, or a label where one transport stands twice. */
  readonly id: string;
  /** The transport's name: built in, or what its module says. */
  readonly transport: string;
  /** Absolute path of the module that brings the transport; absent for a built-in one. */
  readonly module?: string;
  readonly params: TransportParams;
  /** Mean events per second of this entry's stream, where it differs from the scenario's. */
  readonly rate?: number;
}

/** A limit on one metric: `< 50`, `<= 50`, `> 1`, `>= 1`, `= 0`. */
export interface Threshold {
  readonly entry: string;
  readonly metric: string;
  readonly op: "<" | "<=" | ">" | ">=" | "=";
  readonly value: number;
}

/** A scenario with every default filled in and every quantity in the unit its name says. */
export interface Scenario {
  readonly name: string;
  readonly description: string;
  readonly seed: number;
  readonly clients: number;
  readonly headers: HeaderProfile;
  /** Bytes of cookie that every request carries; 0 for none. */
  readonly cookieBytes: number;
  readonly stream: { readonly arrivals: Arrivals; readonly rate: number; readonly payloadBytes: number };
  readonly phases: { readonly warmupMs: Milliseconds; readonly measureMs: Milliseconds };
  readonly transports: readonly TransportEntry[];
  /** What lies between clients and server; absent for nothing but the host itself. */
  readonly link?: LinkSpec;
  /** What is done to the server while it is measured; absent for nothing. */
  readonly faults?: readonly FaultSpec[];
  /** How often every transport is measured. */
  readonly repeat: number;
  readonly thresholds: readonly Threshold[];
  /** By how much metrics may get worse between two builds, where that differs from the defaults. */
  readonly limits?: readonly NamedChangeLimit[];
  /** Which of the above the command line set, by the option's name. */
  readonly overrides: readonly string[];
}

/**
 * The stream that an entry's cells carry: one for all entries, so that their bytes are the same, apart from
 * those that ask for a rate of their own.
 */
export function streamSpecOf(scenario: Scenario, entry?: TransportEntry): StreamSpec {
  const { arrivals, payloadBytes } = scenario.stream;
  const rate = entry?.rate ?? scenario.stream.rate;
  const spanMs = scenario.phases.warmupMs + scenario.phases.measureMs;
  return { seed: scenario.seed, arrivals, rate, payloadBytes, spanMs };
}
