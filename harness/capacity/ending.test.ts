import { describe, expect, it } from "vitest";
import { spans } from "../testing/sample-reports.ts";
import { type Circumstances, endingOf, interruptedEnding } from "./ending.ts";
import type { Step } from "./step.ts";
import { P99_UNDER_100, sampleStep } from "./testing/sample-step.ts";

const HERE: Circumstances = {
  objective: P99_UNDER_100,
  by: "clients",
  cores: 2,
  maxTrials: 30,
  capMs: 300_000,
};
const SLOW = { latency: spans([150, 2400]) };
const held = (point: number): Step => sampleStep({ point });
const slow = (point: number): Step => sampleStep({ point, load: SLOW });
const invalid = (point: number): Step => sampleStep({ point, load: { negativeLatencies: 1 } });

describe("a search that ended", () => {
  it("found the highest point that held, stopped by what the lowest failure ran into", () => {
    const steps = [held(100), slow(200), invalid(200), held(150), slow(160), slow(160), held(150)];
    const ending = endingOf({ type: "done", found: 150, failed: 160, ended: "narrowed" }, steps, HERE);

    expect(ending).toMatchObject({ type: "found", point: 150, failed: 160, stop: { kind: "latency" } });
  });

  it("was stopped by what a valid trial shows, where another was invalid", () => {
    const decision = { type: "done", found: 100, failed: 110, ended: "narrowed" } as const;

    for (const failures of [
      [slow(110), invalid(110)],
      [invalid(110), slow(110)],
    ]) {
      expect(endingOf(decision, [held(100), ...failures, held(100)], HERE)).toMatchObject({
        stop: { kind: "latency" },
      });
    }
  });

  it("at the maximum names the option, or what this machine lacks", () => {
    const decision = { type: "done", found: 100, ended: "max" } as const;
    const lacks = { what: "ports", message: "too few ports" } as const;

    expect(endingOf(decision, [held(100), held(100)], HERE)).toMatchObject({
      stop: { kind: "max", message: "it is the given maximum (--max-clients)" },
    });
    expect(
      endingOf(decision, [held(100), held(100)], { ...HERE, ceiling: { clients: 100, lacks } }),
    ).toMatchObject({ stop: { kind: "ports", message: "this machine's limit: too few ports" } });
  });

  it.each([
    ["its time", undefined],
    ["its trials", { type: "done", found: 100, ended: "trials" } as const],
  ])("by %s says so, even where a point failed", (_, decision) => {
    expect(endingOf(decision, [held(100), slow(200), slow(200)], HERE)).toMatchObject({
      type: "found",
      point: 100,
      stop: { kind: "time", message: "the search ends after 30 steps or 5 min" },
    });
  });

  it("without any point that held says whether the smallest was at least valid", () => {
    const decision = { type: "done", failed: 1, ended: "none" } as const;

    expect(endingOf(decision, [slow(4), slow(4), slow(1), slow(1)], HERE)).toMatchObject({
      type: "none",
      point: 1,
      valid: true,
      stop: { kind: "latency" },
    });
    expect(endingOf(decision, [slow(4), slow(4), invalid(1), invalid(1)], HERE)).toMatchObject({
      valid: false,
      stop: { kind: "invalid" },
    });
  });
});

it("an interrupted search keeps the highest point that had held", () => {
  expect(interruptedEnding([held(100), held(200), slow(400)])).toEqual({ type: "interrupted", point: 200 });
  expect(interruptedEnding([])).toEqual({ type: "interrupted" });
});
