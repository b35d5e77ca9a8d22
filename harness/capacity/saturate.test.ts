import { expect, it } from "vitest";
import type { SaturatorReport } from "../../core/messages.ts";
import { POLLING, sampleServer, WEBSOCKET } from "../testing/sample-reports.ts";
import { saturable, saturation } from "./saturate.ts";

const REPORT: SaturatorReport = {
  role: "saturator",
  countedNs: 2e9,
  answers: { "204": 20_000, "500": 7 },
  failures: 3,
  cpuUs: 1_200_000,
};

it("is a throughput with its cost; what was not answered as asked counts as a failure", () => {
  const server = sampleServer({ cpuUs: 1_900_000, cpuSpan: 2e9 });

  expect(saturation("empty", REPORT, server, 2000)).toEqual({
    answers: "empty",
    connections: 50,
    generator: expect.stringMatching(/^autocannon \d+\./),
    requestsPerSecond: 10_000,
    serverCpuUtilization: 0.95,
    serverCpuUsPerRequest: 95,
    generatorCpuUtilization: 0.6,
    failures: 10,
  });
  expect(saturation("event", REPORT, server, 2000)).toMatchObject({
    requestsPerSecond: 0,
    failures: 20_010,
  });
});

it.each([
  ["polling", POLLING, ["empty", "event"]],
  // Without an event it holds the request: that is its point.
  ["long-polling", { ...WEBSOCKET, transport: "long-polling" }, ["event"]],
  ["websocket", WEBSOCKET, []],
  // Nobody knows its address.
  ["a module's", { ...POLLING, module: "/m.mjs" }, []],
])("%s can be asked for %j", (_, entry, answers) => {
  expect(saturable(entry)).toEqual(answers);
});
