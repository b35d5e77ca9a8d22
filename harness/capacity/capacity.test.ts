import { describe, expect, it } from "vitest";
import { sampleScenario } from "../testing/sample-reports.ts";
import { startOf, timeCap } from "./capacity.ts";
import { summariseByPoint } from "./result.ts";
import { Sweep } from "./sweep.ts";
import { sampleStep } from "./testing/sample-step.ts";

describe("the first step", () => {
  it.each([
    // [by, events/s, clients, window in ms, max, start]
    ["clients", 4, 100, 2000, 50_000, 200],
    ["clients", 1, 100, 2000, 50_000, 1000],
    ["clients", 1000, 100, 2000, 50_000, 1],
    ["clients", 4, 100, 300, 8, 8],
    ["rate", 4, 100, 2000, 10_000, 10],
    ["rate", 4, 10_000, 2000, 10_000, 1],
  ] as const)(
    "by %s at %d events/s to %d clients over %d ms is %#",
    (by, rate, clients, measureMs, max, start) => {
      const scenario = sampleScenario({
        clients,
        stream: { arrivals: "poisson", rate, payloadBytes: 16 },
        phases: { warmupMs: 0, measureMs },
      });
      expect(startOf(scenario, by, max)).toBe(start);
    },
  );
});

it("a search of 2 s steps ends after 5 minutes", () => {
  expect(timeCap(sampleScenario({ phases: { warmupMs: 1000, measureMs: 2000 } }))).toBe(300_000);
});

it("a sweep by clients carries one stream, by rate one for each rate", () => {
  const scenario = sampleScenario();
  const entry = scenario.transports[1]!;
  const byClients = new Sweep(scenario, entry, "clients");
  const byRate = new Sweep(scenario, entry, "rate");

  expect([byClients.at(10), byClients.at(20)].map((at) => at.scenario.clients)).toEqual([10, 20]);
  expect(Object.keys(byClients.streams)).toEqual([byClients.at(10).stream]);
  expect([byRate.at(10), byRate.at(20)].map((at) => at.scenario.stream.rate)).toEqual([10, 20]);
  expect(Object.keys(byRate.streams)).toHaveLength(2);
});

it("a point's summary is of that point's cells alone", () => {
  const cells = [400, 100, 400].map((point, i) => {
    const { outcome } = sampleStep({ point, server: { cpuUs: 24_000 * (i + 1) } });
    if (outcome.type === "failed") throw outcome.error;
    return outcome.cell;
  });

  expect(
    summariseByPoint(cells).map(({ point, blocks, metrics }) => [
      point.clients,
      blocks,
      metrics.serverCpuUsPerEvent?.value,
    ]),
  ).toEqual([
    [100, 1, 20],
    [400, 2, 20],
  ]);
});
