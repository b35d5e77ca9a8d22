import { encodeHistogram } from "../core/hdr.ts";
import { Histogram } from "../core/histogram.ts";
import type { ServerReport } from "../core/messages.ts";
import type { ResultCell, ResultTimeline } from "../core/result.ts";
import type { Scenario } from "../core/scenario.ts";
import { type Milliseconds, nsToMs } from "../core/units.ts";
import type { CellReports } from "./cell.ts";
import { cellMetrics } from "./cell-metrics.ts";
import { describeLink, linkAccount } from "./link-account.ts";
import { type Load, mergeLoad } from "./merge.ts";
import { networkEstimate } from "./network-estimate.ts";
import type { PlannedCell } from "./plan.ts";
import { predictionOf } from "./prediction.ts";
import { describeRecording } from "./recording.ts";
import { judge } from "./verdict.ts";

export interface CellContext {
  readonly scenario: Scenario;
  readonly planned: PlannedCell;
  /** Digest of the scheduled stream. */
  readonly stream: string;
  readonly hostBusy: boolean;
  /** How old the newest event is at its source, averaged over the window; the rate's own mean when absent. */
  readonly scheduleAgeMs?: Milliseconds | undefined;
}

/** A cell as the result carries it: metrics, verdict, histograms and timeline from its reports. */
export function resultCell(reports: CellReports, context: CellContext): ResultCell {
  const { scenario, planned, stream, hostBusy, scheduleAgeMs } = context;
  const { entry, block, order } = planned;
  const { publisher, server } = reports;
  const load = mergeLoad(reports.load);
  const link = scenario.link === undefined ? undefined : linkAccount(scenario.link, reports.link);
  const counted = cellMetrics({ scenario, entry, load, publisher, server });
  const metrics = { ...counted, ...networkEstimate(counted, load, scenario, entry) };
  const prediction = predictionOf({
    scenario,
    entry,
    load,
    publisher,
    server,
    link,
    metrics,
    scheduleAgeMs,
  });
  const received = agreed(load.received);
  return {
    id: entry.id,
    transport: entry.transport,
    params: entry.params,
    point: {},
    block,
    order,
    clients: scenario.clients,
    stream,
    ...(received === undefined ? {} : { received }),
    link: link === undefined ? null : describeLink(link),
    verdict: judge({ scenario, entry, load, publisher, link, hostBusy }),
    metrics,
    ...(prediction === undefined ? {} : { prediction }),
    histograms: {
      latency: encodeHistogram(load.latency),
      slip: encodeHistogram(Histogram.fromData(publisher.slip)),
      ingest: encodeHistogram(Histogram.fromData(server.ingest)),
      connect: encodeHistogram(load.connect),
      clientWait: encodeHistogram(load.wait),
    },
    timeline: timeline(load, scenario, server.loopDelays),
    ...describeRecording(load.recording),
  };
}

/** The one digest that all witnesses computed; absent where they differ or none received anything. */
function agreed(digests: readonly string[]): string | undefined {
  return new Set(digests).size === 1 ? digests[0] : undefined;
}

function timeline(
  { timeline: seconds }: Load,
  { phases }: Scenario,
  loopDelays: ServerReport["loopDelays"],
): ResultTimeline {
  // The timeline starts with the warm-up, the server's seconds with the window.
  const before = new Array<null>(Math.round(phases.warmupMs / 1000)).fill(null);
  const aligned = phases.warmupMs % 1000 === 0 && loopDelays !== undefined;
  return {
    startMs: -phases.warmupMs,
    intervalMs: 1000,
    latencyP50Ms: seconds.latency.map((second) => {
      const median = second.quantile(0.5);
      return median === undefined ? null : nsToMs(median);
    }),
    eventsDelivered: [...seconds.events],
    bytesDown: [...seconds.bytesDown],
    bytesUp: [...seconds.bytesUp],
    ...(aligned
      ? {
          serverLoopDelayMs: [
            ...before,
            ...loopDelays.map((delay) => (delay === null ? null : nsToMs(delay))),
          ],
        }
      : {}),
  };
}
