import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Check } from "typebox/value";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ResultSchema } from "../../core/result.ts";
import { ROUNDS } from "./measure.ts";
import type { MicroName } from "./names.ts";
import { runMicro } from "./run.ts";
import type { Stopwatch } from "./stopwatch.ts";
import { microText } from "./text.ts";

let out = "";
beforeEach(() => {
  out = mkdtempSync(join(tmpdir(), "micro-"));
});
afterEach(() => rmSync(out, { recursive: true, force: true }));

const NAMES = ["envelope-read", "server-frame"] as const satisfies readonly MicroName[];

const run = (stopwatch: Stopwatch, signal: AbortSignal = new AbortController().signal, seen: string[] = []) =>
  runMicro({
    names: NAMES,
    span: 100,
    out,
    command: "bench micro --only envelope-read,server-frame",
    overrides: ["only"],
    signal,
    onCase: (name, place) => seen.push(`${place} ${name}`),
    stopwatch,
    calibrate: async () => ({ cpuNsPerRound: 2 }),
  });

/** Sixty-four operations in 640 ns, then in 1,280: ours and the reference by turns, as ABBA has them. */
function alternating(): Stopwatch {
  let calls = 0;
  return () => [1, 2, 2, 1][(calls++ + 2) % 4]! * 640;
}

describe("a run of micro-benchmarks", () => {
  it("is a result by the published schema, with a round as a block and the median in the summary", async () => {
    const seen: string[] = [];
    const { result, folder } = await run(alternating(), undefined, seen);
    expect(Check(ResultSchema, result)).toBe(true);
    expect(JSON.parse(readFileSync(join(folder, "result.json"), "utf8"))).toEqual(result);
    expect(seen).toEqual(["1 envelope-read", "2 server-frame"]);
    expect(result.run).toMatchObject({ aborted: false, command: expect.stringContaining("bench micro") });
    expect(result.cells.map(({ order }) => order)).toEqual(
      Array.from({ length: 2 * ROUNDS }, (_, i) => i + 1),
    );
    expect(result.cells.filter(({ id }) => id === "server-frame").map(({ block }) => block)).toEqual(
      Array.from({ length: ROUNDS }, (_, i) => i + 1),
    );
    expect(result.summary.map(({ id, blocks }) => [id, blocks])).toEqual(NAMES.map((name) => [name, ROUNDS]));
    expect(result.cells[0]).toMatchObject({
      transport: "micro",
      params: { reference: "JSON.parse" },
      metrics: { opReferenceRatio: expect.any(Number) },
    });
  });

  it("says what it worked on and with what", async () => {
    const { result } = await run(() => 640);
    expect(result.scenario).toMatchObject({
      name: "micro",
      clients: 0,
      phases: { warmupMs: 25, measureMs: 100 },
      repeat: ROUNDS,
      overrides: ["only"],
    });
    expect(result.environment.calibration).toEqual({ cpuNsPerRound: 2 });
    expect(Object.keys(result.streams)).toEqual([result.cells[0]?.stream]);
    for (const name of ["ws", "hdr-histogram-js", "http-parser-js"]) {
      expect(result.environment.packages[name]).toMatch(/^\d+\.\d+\.\d+/);
    }
  });

  it("keeps the rounds there are when it is aborted", async () => {
    const controller = new AbortController();
    let calls = 0;
    const stopwatch: Stopwatch = () => {
      if (++calls === 2 + 2 * 5) controller.abort();
      return 640;
    };
    const { result, folder } = await run(stopwatch, controller.signal);
    expect(Check(ResultSchema, result)).toBe(true);
    expect(result.run.aborted).toBe(true);
    expect(result.cells).toHaveLength(5);
    expect(readFileSync(join(folder, "cells.ndjson"), "utf8").trimEnd().split("\n")).toHaveLength(5);
  });

  it("is a result without cells when it is aborted before the first round", async () => {
    const { result, folder } = await run(() => 640, AbortSignal.abort());
    expect(Check(ResultSchema, result)).toBe(true);
    expect(result.cells).toEqual([]);
    expect(existsSync(join(folder, "result.json"))).toBe(true);
    expect(microText(result, { columns: 120 })).toContain("\nnothing was measured\n");
  });
});

describe("the table", () => {
  it("has a line per case with medians, middle halves and the reference", async () => {
    const turns = [640, 1280, 1280, 640];
    let calls = -2;
    const { result } = await run(() => {
      // Two calls to warm up before each case.
      if (calls === 2 * ROUNDS) calls = -2;
      return calls++ < 0 ? 1 : turns[(calls - 1) % 4]!;
    });
    const lines = microText(result, { columns: 120 }).split("\n");
    expect(lines[0]).toMatch(/^micro: 2 cases, 100ms each · .* cores · Node v/);
    expect(lines.slice(2, 5)).toEqual([
      "case           ours    p25–p75  reference    p25–p75  ratio    p25–p75  against",
      "envelope-read  10.0  10.0–10.0       20.0  20.0–20.0   0.50  0.50–0.50  JSON.parse",
      "server-frame   10.0  10.0–10.0       20.0  20.0–20.0   0.50  0.50–0.50  ws Sender.frame",
    ]);
  });

  it("leaves middle halves out rather than be wider than the terminal", async () => {
    const { result } = await run(() => 640);
    const lines = microText(result, { columns: 72 }).split("\n");
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(72);
    expect(lines).toContain("case           ours  reference  ratio    p25–p75  against");
  });

  it("says each warning once, and what it is about", async () => {
    let calls = 0;
    const { result } = await run(() => 640 * (1 + (calls++ % 3)));
    const warnings = microText(result, { columns: 120 })
      .split("\n")
      .filter((line) => line.startsWith("warning"));
    expect(new Set(warnings).size).toBe(warnings.length);
    expect(warnings.join("\n")).toMatch(/the middle half of the rounds differs, ours by \d+ %/);
  });
});
