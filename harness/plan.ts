import { LONGEST_RETRY_MS } from "../clients/subscriber.ts";
import { random, shuffled } from "../core/random.ts";
import type { Scenario, TransportEntry } from "../core/scenario.ts";
import { isTransportName, TRANSPORTS } from "../core/transports.ts";
import type { Milliseconds } from "../core/units.ts";
import { CALIBRATION_MS } from "./calibrate.ts";

/** One cell to run: an entry of the scenario in one block. */
export interface PlannedCell {
  readonly entry: TransportEntry;
  readonly block: number;
  /** Place in the run, from 1. */
  readonly order: number;
  /** How long it should take, all phases. */
  readonly estimateMs: Milliseconds;
}

export interface Plan {
  readonly cells: readonly PlannedCell[];
  /** How long the whole run should take: calibrating the machine, and the cells. */
  readonly estimateMs: Milliseconds;
}

/** Starting three processes, the lead before the stream, and stopping them: 0.5 s on a 2-core machine. */
const START_STOP_MS = 500;
/** New connections per second that a cell opens. */
export const CONNECT_RATE = 2000;
/** Quiet time between the last connection and the stream's start. */
export const SETTLE_MS = 300;
/** How long a drain may last beyond the longest wait that the transport and the link themselves cause. */
const DRAIN_SLACK_MS = 3000;

/**
 * The order of cells: the entries in a seeded order, then the same backwards, then again (ABBA…), so that a
 * drift of the machine hits every transport alike.
 */
export function planRun(scenario: Scenario): Plan {
  const forward = [...shuffled(scenario.transports.length, random(scenario.seed, "cell order"))];
  const cells: PlannedCell[] = [];
  for (let block = 1; block <= scenario.repeat; block++) {
    for (const index of block % 2 === 1 ? forward : forward.toReversed()) {
      const entry = scenario.transports[index]!;
      cells.push({ entry, block, order: cells.length + 1, estimateMs: estimateCell(scenario, entry) });
    }
  }
  return { cells, estimateMs: cells.reduce((sum, cell) => sum + cell.estimateMs, CALIBRATION_MS) };
}

/**
 * The longest an event may take to arrive in this entry when nothing is wrong. Somebody else's transport that polls
 * says how often as the built-in one does: by `intervalMs`, which is its client's.
 */
export function maxWaitMs({ transport, module, params }: TransportEntry): Milliseconds {
  if (module !== undefined) return TRANSPORTS.polling.maxWaitMs(params);
  return isTransportName(transport) ? TRANSPORTS[transport].maxWaitMs(params) : 0;
}

/** There and back over the link; 0 without one. */
export function roundTripMs({ link }: Scenario): Milliseconds {
  return link === undefined ? 0 : link.delayUpMs + link.delayDownMs + 2 * link.jitterMs;
}

/** How long a cell waits at most for events that have not arrived when the window ends. */
export function drainMs(scenario: Scenario, entry: TransportEntry): Milliseconds {
  const outage = scenario.link?.cut?.outageMs ?? 0;
  // Clients that found no server do not know when it is back: they come when their wait is over.
  const retry = scenario.faults?.some(({ fault }) => fault === "server-restart") ? LONGEST_RETRY_MS : 0;
  // A client that was cut off at the end connects (a round trip), asks (another) and is answered.
  return maxWaitMs(entry) + DRAIN_SLACK_MS + outage + retry + 3 * roundTripMs(scenario);
}

function estimateCell(scenario: Scenario, entry: TransportEntry): Milliseconds {
  const { clients, phases } = scenario;
  const connect = (clients / CONNECT_RATE) * 1000;
  const link = 4 * roundTripMs(scenario);
  return START_STOP_MS + connect + SETTLE_MS + phases.warmupMs + phases.measureMs + maxWaitMs(entry) + link;
}
