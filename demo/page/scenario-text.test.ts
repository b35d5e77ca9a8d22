import { expect, it } from "vitest";
import { loadScenario } from "../../core/scenario/load.ts";
import { CAPS, DEFAULT_SETTINGS, type DemoSettings } from "../protocol.ts";
import { scenarioText } from "./scenario-text.ts";
import { PRESETS } from "./settings.ts";

const load = (settings: Partial<DemoSettings>) =>
  loadScenario(scenarioText({ ...DEFAULT_SETTINGS, ...settings }), { file: "demo.yaml", folder: "." });

it("says what the demo was set to", () => {
  const scenario = load({
    arrivals: "periodic",
    rate: 12,
    payloadBytes: 512,
    pollIntervalMs: 700,
    delayMs: 40,
    jitterMs: 8,
    clients: 5,
  });

  expect(scenario).toMatchObject({
    clients: 5,
    stream: { arrivals: "periodic", rate: 12, payloadBytes: 512 },
    link: { delayUpMs: 40, delayDownMs: 40, jitterMs: 8 },
  });
  expect(scenario.transports.map(({ id }) => id)).toEqual(["polling", "long-polling", "websocket"]);
  expect(scenario.transports[0]?.params).toMatchObject({ intervalMs: 700 });
});

it("has no link where there is none to cross", () => {
  expect(load({ delayMs: 0 }).link).toBeUndefined();
});

it("measures long enough for rare events, and no longer than anyone waits", () => {
  expect([0.1, 2, 100].map((rate) => load({ rate }).phases.measureMs)).toEqual([120_000, 50_000, 10_000]);
});

it("is a valid scenario for whatever can be set", () => {
  for (const { settings } of PRESETS) expect(() => load(settings)).not.toThrow();
  for (const end of ["min", "max"] as const) {
    const { rate, payloadBytes, pollIntervalMs, delayMs, jitterMs, clients } = CAPS;
    const settings = {
      rate: rate[end],
      payloadBytes: payloadBytes[end],
      pollIntervalMs: pollIntervalMs[end],
      delayMs: delayMs[end],
      jitterMs: jitterMs[end],
      clients: clients[end],
    };
    for (const arrivals of ["poisson", "periodic", "bursty"] as const) {
      expect(() => load({ ...settings, arrivals })).not.toThrow();
    }
  }
});
