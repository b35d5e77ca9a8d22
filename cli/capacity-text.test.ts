import { describe, expect, it } from "vitest";
import type { Capacity } from "../harness/capacity/capacity.ts";
import type { Question } from "../harness/capacity/document.ts";
import type { Ending } from "../harness/capacity/ending.ts";
import { defaultObjective } from "../harness/capacity/objective.ts";
import type { Saturation } from "../harness/capacity/saturate.ts";
import { sampleStep } from "../harness/capacity/testing/sample-step.ts";
import { POLLING, sampleScenario, spans, WEBSOCKET } from "../harness/testing/sample-reports.ts";
import { answer, capacityText, saturationText } from "./capacity-text.ts";

const QUESTION: Question = {
  scenario: sampleScenario(),
  entry: WEBSOCKET,
  by: "clients",
  objective: defaultObjective(WEBSOCKET),
};
const found = (kind: "server-cpu" | "load-worker" | "max", failed?: number): Ending => ({
  type: "found",
  point: 5300,
  stop: { kind, message: `because of ${kind}` },
  ...(failed === undefined ? {} : { failed }),
});

describe("the answer", () => {
  it.each<[Ending, Partial<Question>, string]>([
    [
      found("server-cpu", 5800),
      {},
      "WebSocket took 5,300 clients at 4 events/s with latencyP99Ms <= 100 and nothing lost; at 5,800 because of server-cpu.",
    ],
    [
      // The figure is not the server's own.
      found("load-worker", 5800),
      {},
      "WebSocket took 5,300 clients at 4 events/s with latencyP99Ms <= 100 and nothing lost; at 5,800 because of load-worker, so this is a lower bound of the server's capacity.",
    ],
    [
      found("max"),
      { by: "rate", entry: POLLING, objective: defaultObjective(POLLING) },
      "Polling took 5,300 events/s to 100 clients with latencyP99Ms <= 1100 and nothing lost; because of max, so this is a lower bound of the server's capacity.",
    ],
    [
      { type: "none", point: 1, valid: true, stop: { kind: "latency", message: "it was slow" } },
      {},
      "WebSocket did not keep latencyP99Ms <= 100 and nothing lost even with 1 client at 4 events/s: it was slow.",
    ],
    [{ type: "interrupted", point: 800 }, {}, "Interrupted: until then, 800 clients at 4 events/s had held."],
    [{ type: "interrupted" }, {}, "Interrupted before any step held."],
  ])("is one sentence: %#", (ending, change, sentence) => {
    expect(answer({ ending }, { ...QUESTION, ...change })).toBe(sentence);
  });
});

it("the text has the conditions, a line for each step, and the answer", () => {
  const steps = [
    sampleStep({ point: 200 }),
    sampleStep({
      point: 12_800,
      load: { latency: spans([150, 900]), utilization: { mean: 0.9, max: 0.95 } },
      server: { cpuUs: 3_000_000 },
    }),
  ];
  const capacity = { ending: found("server-cpu", 5800), steps, saturations: [] } as unknown as Capacity;

  expect(capacityText(capacity, QUESTION, { colour: false, columns: 120 })).toBe(`\
capacity of websocket by clients: 4 events/s poisson · 160 B payload · lean headers · steps of 6s
objective: latencyP99Ms <= 100, none lost, valid verdict

step  clients  p50 ms  p99 ms  delivered/s  server CPU  worker busy  verdict
   1      200    10.0    30.0          400         8 %         20 %  held
   2   12,800     150   ≤ 150          400        50 %         95 %  INVALID (LOAD_SATURATED), missed (150)

WebSocket took 5,300 clients at 4 events/s with latencyP99Ms <= 100 and nothing lost; at 5,800 because of server-cpu.
`);
});

it.each([60, 80, 100, 120, 200])("the text keeps within %i columns", (columns) => {
  const failed = { outcome: { type: "failed", error: { code: "ROLE_DIED", message: "it ".repeat(60) } } };
  const steps = [sampleStep({ point: 12_800, load: { latency: spans([150, 900]) } }), failed];
  const capacity = { ending: found("load-worker", 5800), steps, saturations: [] } as unknown as Capacity;

  const lines = capacityText(capacity, QUESTION, { colour: false, columns }).split("\n");

  // The figures of a step are not broken, however narrow it is.
  expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(Math.max(columns, 72));
  expect(lines.find((line) => line.includes("it it"))).toMatch(/^ {8}FAILED: it it/);
});

it("the text says when the machine was busy", () => {
  const steps = [sampleStep({ hostBusy: true })];
  const capacity = { ending: found("server-cpu", 5800), steps, saturations: [] } as unknown as Capacity;

  expect(capacityText(capacity, QUESTION, { colour: false, columns: 120 })).toMatch(
    /\nThe machine was busy with something else when the search began: .*\n$/,
  );
});

it("the text says where a poll's interval is in the objective", () => {
  const capacity = { ending: found("max"), steps: [], saturations: [] } as unknown as Capacity;
  const question = { ...QUESTION, entry: POLLING, objective: defaultObjective(POLLING) };

  expect(capacityText(capacity, question, { colour: false, columns: 120 })).toContain(
    "objective: latencyP99Ms <= 1100 (100ms and the poll interval of 1s), none lost, valid verdict\n",
  );
});

describe("the throughput at saturation", () => {
  const full: Saturation = {
    answers: "empty",
    connections: 50,
    generator: "autocannon 9.0.0",
    requestsPerSecond: 38_112.4,
    serverCpuUtilization: 0.99,
    serverCpuUsPerRequest: 25.98,
    generatorCpuUtilization: 0.6,
    failures: 0,
  };

  it("is one sentence with its cost and no latency", () => {
    expect(saturationText([full, { ...full, answers: "event", requestsPerSecond: 35_000 }])).toBe(
      "Asked again at once over 50 connections (autocannon 9.0.0, throughput only), it gave 38,112 empty answers/s " +
        "(26.0 µs of server CPU each, server at 99 % of a core) and 35,000 answers/s with one event " +
        "(26.0 µs of server CPU each, server at 99 % of a core).",
    );
  });

  it("says where it is a lower bound, and what went wrong", () => {
    const text = saturationText([
      { ...full, serverCpuUtilization: 0.5, generatorCpuUtilization: 0.97, failures: 3 },
    ]);
    expect(text).toContain("the side that asks used 97 % of one), so this is a lower bound");
    expect(text).toMatch(/; 3 requests were not answered as asked\.$/);
  });
});
