import { expect, it } from "vitest";
import type { CapacityProgress } from "../harness/capacity/progress.ts";
import { sampleStep } from "../harness/capacity/testing/sample-step.ts";
import { CapacityDisplay } from "./capacity-progress.ts";
import { FakeOutput } from "./testing/fake-system.ts";

const STORY: readonly CapacityProgress[] = [
  { type: "begun", atMostMs: 300_000, maxTrials: 30 },
  { type: "trying", trial: 1, point: 1000, why: "grow" },
  { type: "phase", phase: "connect" },
  { type: "beat", connected: 400, delivered: 0 },
  { type: "step", trial: 1, step: sampleStep({ point: 1000 }) },
];

it("tells each step in a line where nobody watches", () => {
  const output = new FakeOutput();
  const display = new CapacityDisplay({ output, live: false, now: () => 0, question: { by: "clients" } });

  for (const progress of STORY) display.show(progress);
  display.finish();

  expect(output.lines).toEqual([
    "searching: at most 30 steps and about 5m",
    "step 1: 1,000 clients (grow): held · p99 30.0 ms · server 8 % of a core",
  ]);
});

it("gives a sign of life in a long step", () => {
  const output = new FakeOutput();
  let now = 0;
  const display = new CapacityDisplay({ output, live: false, now: () => now, question: { by: "rate" } });
  for (const progress of STORY.slice(0, 3)) display.show(progress);

  now = 6000;
  display.show(STORY[3]!);

  expect(output.lines.at(-1)).toBe("step 1: 1,000 events/s (grow) · connect · 400 connected · 0:06 elapsed");
});

it("rewrites one line for who watches, and takes it away", () => {
  const output = new FakeOutput();
  const display = new CapacityDisplay({ output, live: true, now: () => 0, question: { by: "clients" } });
  for (const progress of STORY.slice(0, 4)) display.show(progress);
  display.finish();

  const written = output.text.split("\n").at(-1) ?? "";
  expect(written.split("\r\u001b[2K").at(-2)).toBe(
    "step 1: 1,000 clients (grow) · connect · 400 connected · 0:00 elapsed",
  );
  expect(written.endsWith("\r\u001b[2K")).toBe(true);
});
