import type { BenchError } from "../../core/errors.ts";
import type { ServerReport } from "../../core/messages.ts";
import type { ResultCell } from "../../core/result.ts";
import type { Scenario } from "../../core/scenario.ts";
import { type Milliseconds, nsToMs } from "../../core/units.ts";
import type { CellReports } from "../cell.ts";
import { mergeLoad } from "../merge.ts";
import { type Miss, missesOf, type Objective } from "./objective.ts";
import type { TryReason } from "./search.ts";

/** How busy each side was over the window, in cores. */
export interface Usage {
  /** Absent where the server's loop was too busy to measure itself through most of the window. */
  readonly server?: number;
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
  const { measureMs } = scenario.phases;
  const server = serverUsage(reports.server, measureMs);
  const { events } = load.window;
  return {
    type: "measured",
    cell,
    usage: {
      ...(server === undefined ? {} : { server }),
      load: load.cpuUs / (measureMs * 1000),
      worker: load.utilization.max,
    },
    deliveredPerSecond: (events / measureMs) * 1000,
    ...(server === undefined || events === 0
      ? {}
      : { fanOutMs: (server * measureMs * scenario.clients) / events }),
    ...(load.firstFault === undefined ? {} : { firstFault: load.firstFault }),
    misses: missesOf(cell, objective),
  };
}

/**
 * Cores that a server used, between the moments at which it read its CPU time. `undefined` where those lie closer
 * than half the window: its loop was so busy that its own timers waited.
 */
export function serverUsage({ cpuUs, cpuSpan }: ServerReport, windowMs: Milliseconds): number | undefined {
  const spanMs = nsToMs(cpuSpan);
  return spanMs < windowMs / 2 ? undefined : cpuUs / (spanMs * 1000);
}
