import type { Comparison } from "../../../core/comparison.ts";
import { loadScenario } from "../../../core/scenario/load.ts";
import type { Scenario } from "../../../core/scenario.ts";
import { DELAYED, dearer, type Fault, FORGETFUL, LONGER } from "./faulty.ts";

/** One thing that is tried several times. */
export interface Trial {
  readonly id: string;
  readonly what: string;
  readonly scenario: Scenario;
  readonly decisions: number;
  /** What the head has; nothing where a build is compared with itself. Takes how much CPU time it is to add, in µs. */
  readonly fault?: (microseconds: number) => Fault;
  /** How much more CPU time per event it has to be measured to take. */
  readonly dearer?: number;
  /** The metric that has to say it; absent where none may. */
  readonly metric?: string;
  /** Whether one pair is enough: what is counted needs no repetition. */
  readonly failFast: boolean;
}

/** How often a build may seem worse than itself, and how many of ten faults have to be found. */
export const MOST_FALSE = 1 / 40;
export const FEWEST_FOUND = 0.9;

/** Even gaps, so that no event meets the fan-out of the one before: it would be late by no fault of a build. */
const scenario = (
  name: string,
  clients: number,
  rate: number,
  measure: string,
  transport: string,
): Scenario =>
  loadScenario(
    `name: ${name}
seed: 1
clients: ${clients}
headers: browser
stream: { arrivals: periodic, rate: ${rate}, payloadBytes: 160 }
phases: { warmup: 200ms, measure: ${measure} }
transports: [${transport}]
`,
    { file: `${name}.yaml`, folder: "." },
  );

const PUSH = scenario("push", 50, 60, "600ms", "websocket");
/** 48,000 deliveries a cell, so that CPU time can tell, at a rate that leaves the load worker time to spare. */
const BUSY = scenario("busy", 400, 60, "2s", "websocket");
/** 19 events/s, so that events and polls do not lock. */
const POLL = scenario("poll", 50, 19, "1s", "{ polling: { interval: 200ms } }");

export const TRIALS: readonly Trial[] = [
  { id: "same", what: "a build with itself", scenario: PUSH, decisions: 40, failFast: false },
  {
    id: "delay",
    what: "1 ms before each WebSocket send",
    scenario: PUSH,
    decisions: 10,
    fault: () => DELAYED,
    metric: "websocket.latencyP50Ms",
    failFast: false,
  },
  {
    id: "cpu",
    what: "15 % more CPU per event",
    scenario: BUSY,
    decisions: 10,
    fault: dearer,
    dearer: 0.15,
    metric: "websocket.serverCpuUsPerEvent",
    failFast: false,
  },
  {
    id: "header",
    what: "one more header of 40 bytes",
    scenario: POLL,
    decisions: 10,
    fault: () => LONGER,
    metric: "polling.responseOverheadBytes",
    failFast: true,
  },
  {
    id: "empty",
    what: "every 10th poll answered empty although events were there",
    scenario: POLL,
    decisions: 10,
    fault: () => FORGETFUL,
    metric: "polling.emptyResponseRatio",
    failFast: true,
  },
];

/** Whether a decision says what it has to. */
export function isRight({ metric }: Trial, { outcome, rows }: Comparison): boolean {
  if (metric === undefined) return outcome !== "regressed";
  return rows.some(
    (row) =>
      `${row.id}.${row.metric}` === metric && row.outcome === "regressed" && row.message.includes(metric),
  );
}
