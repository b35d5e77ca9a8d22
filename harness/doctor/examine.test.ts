import { expect, it } from "vitest";
import { examine, STEPS, type Step } from "./examine.ts";
import { FakeProbes } from "./testing/probes.ts";
import { readingsOf } from "./testing/readings.ts";

const namespace = () => ({ type: "done", value: true }) as const;

it("measures one thing after the other, and tells each", async () => {
  const probes = new FakeProbes();
  const steps: Step[] = [];
  const { signal } = new AbortController();
  const readings = await examine({ probes, namespace, signal, onStep: (step) => steps.push(step) });
  expect(readings).toEqual(readingsOf({ tookMs: 100 }));
  expect(probes.asked).toEqual(["facts", "cpu", "timers", "sleep", "clock", "peer"]);
  expect(steps).toEqual(STEPS);
});

it("leaves out what could not be measured", async () => {
  const { cpu: _1, timers: _2, sleep: _3, ...bare } = readingsOf();
  const { signal } = new AbortController();
  const readings = await examine({ probes: new FakeProbes(bare), namespace, signal, onStep: () => {} });
  expect(Object.keys(readings ?? {})).not.toEqual(expect.arrayContaining(["cpu"]));
  expect(readings).not.toHaveProperty("timers");
  expect(readings).not.toHaveProperty("sleep");
});

it.each([
  ["cpu", ["facts", "cpu"]],
  ["timers", ["facts", "cpu", "timers"]],
  ["clock", ["facts", "cpu", "timers", "sleep", "clock", "peer"]],
])("ends soon after a signal during %s", async (when, asked) => {
  const controller = new AbortController();
  const probes = new FakeProbes(readingsOf(), (what) => {
    if (what === when) controller.abort();
  });
  const { signal } = controller;
  expect(await examine({ probes, namespace, signal, onStep: () => {} })).toBeUndefined();
  expect(probes.asked).toEqual(asked);
});
