import type { BenchError } from "../../core/errors.ts";
import type { ResultCell } from "../../core/result.ts";
import type { Scenario } from "../../core/scenario.ts";
import type { CellReports } from "../cell.ts";
import { mergeLoad } from "../merge.ts";
import { type Miss, missesOf, type Objective } from "./objective.ts";
import type { TryReason } from "./search.ts";

/** How busy each side was over the window, in cores. */
export interface Usage {
  readonly server: number;
  /** All load workers together. */
  readonly load: number;
  /** Event-loop utilisation of the busiest load worker in its busiest second. */
  readonly worker: number;
}

/** One measured point of the search. */
export interface Step {
  readonly point: number;
  readonly why: TryReason;
  readonly outcome: Measured | Failed;
}

export interface Measured {
  readonly type: "measured";
  readonly cell: ResultCell;
  readonly usage: Usage;
  /** Deliveries inside the window, over all clients, per second. */
  readonly deliveredPerSecond: number;
  /** CPU of the server from one event's arrival until every client has it; absent where nothing was delivered. */
  readonly fanOutMs?: number;
  /** The first fault that a connection reported. */
  readonly firstFault?: string;
  readonly misses: readonly Miss[];
}

/** A process died or hung: there are no figures. */
export interface Failed {
  readonly type: "failed";
  readonly error: BenchError;
}

/** Whether the point kept the objective. */
export const held = ({ outcome }: Step): boolean =>
  outcome.type === "measured" && outcome.misses.length === 0;

/** What one cell's reports say about capacity. */
export function measured(
  reports: CellReports,
  cell: ResultCell,
  scenario: Scenario,
  objective: Objective,
): Measured {
  const load = mergeLoad(reports.load);
  const windowUs = scenario.phases.measureMs * 1000;
  const perEvent = (cell.metrics as { serverCpuUsPerEvent?: number }).serverCpuUsPerEvent;
  return {
    type: "measured",
    cell,
    usage: {
      server: reports.server.cpuUs / windowUs,
      load: load.cpuUs / windowUs,
      worker: load.utilization.max,
    },
    deliveredPerSecond: (load.window.events / scenario.phases.measureMs) * 1000,
    ...(perEvent === undefined ? {} : { fanOutMs: (perEvent * scenario.clients) / 1000 }),
    ...(load.firstFault === undefined ? {} : { firstFault: load.firstFault }),
    misses: missesOf(cell, objective),
  };
}
