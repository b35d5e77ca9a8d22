import { expect, it } from "vitest";
import { profileLink } from "../link-profiles.ts";
import type { Scenario } from "../scenario.ts";
import { scenarioHash } from "./hash.ts";
import { loadScenario } from "./load.ts";

const scenario = loadScenario(
  `name: hashed
clients: 100
stream: { arrivals: poisson, rate: 4, payloadBytes: 160 }
transports: [polling, websocket]
`,
  { file: "hashed.yaml", folder: "/" },
);

it("is the same on every machine and in every version that measures the same", () => {
  expect(scenarioHash(scenario)).toBe(
    "sha256:8b929c854a60f5f9e9ba7f03f5404f0c807164afd24ab393f79e6a27cd4f43a1",
  );
});

it("does not depend on the order in which keys were written", () => {
  const reversed = Object.fromEntries(Object.entries(scenario).reverse()) as unknown as Scenario;
  expect(scenarioHash(reversed)).toBe(scenarioHash(scenario));
});

it.each<[string, Partial<Scenario>]>([
  ["name", { name: "other" }],
  ["description", { description: "other" }],
  ["overrides", { overrides: ["clients"] }],
  ["thresholds", { thresholds: [{ entry: "polling", metric: "eventsLost", op: "=", value: 0 }] }],
])("does not depend on the %s", (_, change) => {
  expect(scenarioHash({ ...scenario, ...change })).toBe(scenarioHash(scenario));
});

it.each<[string, Partial<Scenario>]>([
  ["seed", { seed: 2 }],
  ["clients", { clients: 101 }],
  ["headers", { headers: "lean" }],
  ["cookieBytes", { cookieBytes: 1 }],
  ["stream", { stream: { ...scenario.stream, rate: 5 } }],
  ["phases", { phases: { ...scenario.phases, measureMs: 1 } }],
  ["transports", { transports: scenario.transports.toReversed() }],
  ["repeat", { repeat: 2 }],
  ["link", { link: profileLink("4g") }],
  ["faults", { faults: [{ fault: "server-stall", atMs: 0, forMs: 10 }] }],
])("changes with %s", (_, change) => {
  expect(scenarioHash({ ...scenario, ...change })).not.toBe(scenarioHash(scenario));
});

it("takes a link for the same whether it is named or written out", () => {
  const { profile: _, ...writtenOut } = profileLink("4g");
  expect(scenarioHash({ ...scenario, link: writtenOut })).toBe(
    scenarioHash({ ...scenario, link: profileLink("4g") }),
  );
});

it("takes a module for the same wherever its folder lies", () => {
  const hashOf = (module: string) =>
    scenarioHash({ ...scenario, transports: [{ id: "a", transport: "a", module, params: {} }] });
  expect(hashOf("/here/a.mjs")).toBe(hashOf("/there/a.mjs"));
  expect(hashOf("/here/a.mjs")).not.toBe(hashOf("/here/b.mjs"));
});
