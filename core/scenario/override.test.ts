import { describe, expect, it } from "vitest";
import type { BenchError } from "../errors.ts";
import { loadScenario } from "./load.ts";
import { applyOverrides, type ScenarioOverrides } from "./override.ts";

const scenario = loadScenario(
  `name: base
clients: 100
stream: { arrivals: poisson, rate: 4, payloadBytes: 160 }
transports:
  - polling: { interval: 2s }
  - polling: { label: fast, interval: 100ms }
  - websocket
thresholds: { fast: { eventsLost: "= 0" }, websocket: { eventsLost: "= 0" } }
`,
  { file: "base.yaml", folder: "/" },
);

function problemsOf(options: ScenarioOverrides): string[] {
  try {
    applyOverrides(scenario, options);
  } catch (error) {
    const lines = (error as BenchError).message.split("\n");
    return lines.length === 1 ? lines : lines.slice(1).map((line) => line.trim());
  }
  return [];
}

const idsOf = (transports: string) => applyOverrides(scenario, { transports }).transports.map(({ id }) => id);

describe("applyOverrides", () => {
  it("puts each option in its place and notes its name", () => {
    const options = {
      clients: "7",
      duration: "3s",
      warmup: "0s",
      repeat: "2",
      seed: "9",
      rate: "0.5",
      headers: "lean",
    };
    expect(applyOverrides(scenario, options)).toMatchObject({
      clients: 7,
      phases: { warmupMs: 0, measureMs: 3000 },
      repeat: 2,
      seed: 9,
      headers: "lean",
      stream: { rate: 0.5, payloadBytes: 160 },
      overrides: ["clients", "duration", "warmup", "repeat", "seed", "headers", "rate"],
    });
  });

  it("refuses a window that a fault does not fit into", () => {
    const faults = [{ fault: "server-stall", atMs: 3000, forMs: 2000 }] as const;
    const shortened = (duration: string) => applyOverrides({ ...scenario, faults }, { duration });
    expect(shortened("5s").faults).toEqual(faults);
    expect(() => shortened("4s")).toThrow(
      "--duration: the server-stall at 3s for 2s ends after the window of 4s; measure for 5s or longer",
    );
  });

  it("leaves the scenario as it is without options", () => {
    expect(applyOverrides(scenario, { clients: undefined })).toEqual(scenario);
  });

  it.each([
    // [option's value, entries it chooses]
    ["websocket", ["websocket"]], // one entry
    ["websocket,fast", ["websocket", "fast"]], // a label, in the order asked for
    ["fast, polling", ["fast", "polling"]], // an id before a transport of that name
    ["long-polling", ["long-polling"]], // a built-in one that the scenario lacks
    ["fast,fast", ["fast"]], // twice is once
  ])("--transports %s", (transports, ids) => {
    expect(idsOf(transports)).toEqual(ids);
  });

  it("gives a transport that the scenario lacks its default options", () => {
    const { transports } = applyOverrides(scenario, { transports: "long-polling" });
    expect(transports).toEqual([
      { id: "long-polling", transport: "long-polling", params: { holdMs: 25_000 } },
    ]);
  });

  it("drops the thresholds of entries that are left out", () => {
    const { thresholds } = applyOverrides(scenario, { transports: "fast" });
    expect(thresholds.map(({ entry }) => entry)).toEqual(["fast"]);
  });

  it("names every wrong option at once", () => {
    expect(
      problemsOf({ clients: "0", duration: "5", repeat: "1.5", seed: "-1", transports: "websockt" }),
    ).toEqual([
      '--transports: unknown transport "websockt"; did you mean "websocket"? allowed: polling, fast, websocket, long-polling',
      "--clients: found 0; expected a whole number from 1 to 50,000",
      '--duration: found "5"; expected a duration with its unit, such as 2s or 250ms, from 100ms to 10m',
      "--repeat: found 1.5; expected a whole number from 1 to 100",
      "--seed: found -1; expected a whole number from 0 to 9,007,199,254,740,991",
    ]);
  });

  it.each([
    ["clients", "many"],
    ["clients", ""],
    ["clients", "0x10"],
    ["clients", "1e9"],
    ["clients", "Infinity"],
    ["warmup", "-1s"],
    ["warmup", "11m"],
    ["duration", "99ms"],
    ["transports", ","],
    ["headers", "chrome"],
    ["rate", "0"],
  ] as const)("refuses --%s %j", (name, text) => {
    expect(problemsOf({ [name]: text })).toEqual([expect.stringContaining(`--${name}: `)]);
  });

  it("refuses a stream that has grown too large", () => {
    expect(problemsOf({ rate: "100000", duration: "10m" })).toEqual([
      expect.stringMatching(/^--duration --rate: .* above the 4,000,000/),
    ]);
  });
});
