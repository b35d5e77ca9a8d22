import type { LoadReport, PublisherReport, ServerReport } from "../../../core/messages.ts";
import type { Scenario } from "../../../core/scenario.ts";
import { resultCell } from "../../result-cell.ts";
import {
  sampleLoad,
  samplePublisher,
  sampleScenario,
  sampleServer,
  WEBSOCKET,
} from "../../testing/sample-reports.ts";
import type { Objective } from "../objective.ts";
import { measured, type Step } from "../step.ts";

export const P99_UNDER_100: Objective = { metric: "latencyP99Ms", op: "<=", value: 100 };

export interface SampleChange {
  readonly point?: number;
  readonly scenario?: Partial<Scenario>;
  readonly load?: Partial<LoadReport>;
  readonly server?: Partial<ServerReport>;
  readonly publisher?: Partial<PublisherReport>;
  readonly objective?: Objective;
  readonly hostBusy?: boolean;
}

/** A step of 100 clients over 6 s in which all was well; change what a test is about. */
export function sampleStep(change: SampleChange = {}): Step {
  const scenario = sampleScenario(change.scenario);
  const reports = {
    load: [sampleLoad(change.load)],
    server: sampleServer(change.server),
    publisher: samplePublisher(change.publisher),
    link: [],
  };
  const planned = { entry: WEBSOCKET, block: 1, order: 1, estimateMs: 1000 };
  const point = change.point ?? 100;
  const stream = `sha256:${"a".repeat(64)}`;
  const cell = {
    ...resultCell(reports, { scenario, planned, stream, hostBusy: change.hostBusy ?? false }),
    point: { clients: point },
  };
  return {
    point,
    why: "grow",
    outcome: measured(reports, cell, scenario, change.objective ?? P99_UNDER_100),
  };
}
