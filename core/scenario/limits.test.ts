import { expect, it } from "vitest";
import { loadScenario } from "./load.ts";
import { applyOverrides } from "./override.ts";

const load = (limits: string) =>
  loadScenario(
    `name: limited
clients: 1
stream: { arrivals: poisson, rate: 4, payloadBytes: 160 }
transports: [polling, websocket]
limits: ${limits}
`,
    { file: "limited.yaml", folder: "/" },
  );

it("reads how much worse is too much, by entry or for all", () => {
  const limits = load('{ websocket: { latencyP50Ms: "5% / 0.5" }, "*": { latencyP99Ms: 20% } }').limits;
  expect(limits).toEqual([
    { entry: "websocket", metric: "latencyP50Ms", limit: { relative: 0.05, absolute: 0.5 } },
    { entry: "*", metric: "latencyP99Ms", limit: { relative: 0.2, absolute: 0 } },
  ]);
});

it("keeps those of the entries that are chosen", () => {
  const scenario = load(
    '{ websocket: { latencyP50Ms: 5% }, polling: { latencyP50Ms: 5% }, "*": { latencyP99Ms: 20% } }',
  );
  const chosen = applyOverrides(scenario, { transports: "polling" });
  expect(chosen.limits?.map(({ entry }) => entry)).toEqual(["polling", "*"]);
});

it.each([
  [
    "{ webscoket: { latencyP50Ms: 5% } }",
    /limits\.webscoket: no transport of that name .* did you mean "websocket"/,
  ],
  [
    "{ websocket: { latencyP05Ms: 5% } }",
    /limits\.websocket\.latencyP05Ms: unknown key; did you mean "latencyP50Ms"/,
  ],
  [
    '{ websocket: { latencyP50Ms: "< 5" } }',
    /limits\.websocket\.latencyP50Ms: found "< 5"; expected a limit on getting worse/,
  ],
])("refuses %s", (limits, message) => {
  expect(() => load(limits)).toThrow(message);
});
