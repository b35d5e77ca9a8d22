import type { MetricValues } from "../../core/metrics.ts";
import type { Scenario, TransportEntry } from "../../core/scenario.ts";
import type { Capacity } from "./capacity.ts";
import { formatObjective, type Objective } from "./objective.ts";
import { held, type Step } from "./step.ts";
import { isLowerBound } from "./stop.ts";
import type { By } from "./sweep.ts";

/** The format of `capacity.json`. */
export const CAPACITY_VERSION = 1;

/** What was asked. */
export interface Question {
  readonly scenario: Scenario;
  readonly entry: TransportEntry;
  readonly by: By;
  readonly objective: Objective;
}

/** What was asked, found and measured, as one document. What was not measured is absent. */
export function capacityDocument(
  { ending, steps, saturations, result }: Capacity,
  question: Question,
): object {
  const { scenario, entry, by, objective } = question;
  const stop = ending.type === "interrupted" ? undefined : ending.stop;
  const found = ending.type === "none" ? undefined : ending.point;
  return {
    schemaVersion: CAPACITY_VERSION,
    tool: result.tool,
    run: result.run,
    environment: result.environment,
    id: entry.id,
    transport: entry.transport,
    params: entry.params,
    by,
    ...(by === "clients" ? { rate: scenario.stream.rate } : { clients: scenario.clients }),
    objective: formatObjective(objective),
    ...(found === undefined ? {} : { found }),
    ...(stop === undefined ? {} : { stoppedBy: stop }),
    ...(stop === undefined || found === undefined ? {} : { lowerBound: isLowerBound(stop) }),
    steps: steps.map(stepDocument),
    saturation: saturations,
  };
}

function stepDocument(step: Step): object {
  const { point, why, outcome } = step;
  const common = { point, why, held: held(step) };
  if (outcome.type === "failed") {
    const { code, message } = outcome.error;
    return { ...common, error: { code, message } };
  }
  const { cell, usage, deliveredPerSecond, misses } = outcome;
  const { latencyP50Ms, latencyP99Ms, latencyMaxMs, serverCpuUsPerEvent } = cell.metrics as MetricValues;
  // What is undefined is left out when the document is written.
  return {
    ...common,
    order: cell.order,
    latencyP50Ms,
    latencyP99Ms,
    latencyMaxMs,
    deliveredPerSecond,
    serverCpuUsPerEvent,
    serverCpuUtilization: usage.server,
    loadCpuUtilization: usage.load,
    workerLoopUtilization: usage.worker,
    verdict: cell.verdict,
    misses,
  };
}
