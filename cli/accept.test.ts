import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { Result } from "../core/result.ts";
import { sampleResult } from "../reports/testing/sample-result.ts";
import { accept } from "./accept.ts";
import { FakeSystem } from "./testing/fake-system.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "accept-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

class Here extends FakeSystem {
  override cwd = folder;
}

/** A result file; its scenario is called so. */
function resultOf(name: string, change: (result: Result) => Result = (result) => result): string {
  const file = join(folder, "result.json");
  writeFileSync(file, JSON.stringify(change(sampleResult({ name }))));
  return file;
}
const baselineOf = (file: string) => JSON.parse(readFileSync(join(folder, ".bench/baselines", file), "utf8"));

it("does not take another scenario's baseline away whose name makes the same file", async () => {
  await accept(new Here(), resultOf("a-b"), { reason: "first" });
  await expect(accept(new Here(), resultOf("a/b"), { reason: "second" })).rejects.toThrow(
    /a-b\.json is the baseline of the scenario "a-b"/,
  );
  expect(baselineOf("a-b.json").scenario.name).toBe("a-b");
  const elsewhere = join(folder, ".bench/baselines/other.json");
  expect(await accept(new Here(), resultOf("a/b"), { reason: "second", baseline: elsewhere })).toBe(0);
});

it("keeps the versions of what it did not take over", async () => {
  await accept(new Here(), resultOf("quick"), { reason: "first" });
  const before = baselineOf("quick.json").environment;
  const newer = resultOf("quick", (result) => ({
    ...result,
    environment: { ...result.environment, node: "99.0.0" },
  }));
  await accept(new Here(), newer, { reason: "one", metric: "bytesPerEvent" });
  expect(baselineOf("quick.json").environment).toEqual(before);
  await accept(new Here(), newer, { reason: "all" });
  expect(baselineOf("quick.json").environment.node).toBe("99.0.0");
});

it("shows names that a result brings without what they could do to a terminal or a runner", async () => {
  const system = new Here();
  const hostile = "x\n::error::forged\u001b[31m";
  const file = resultOf("quick", (result) => ({
    ...result,
    cells: result.cells.map((cell) => ({ ...cell, id: hostile })),
  }));
  await accept(system, file, { reason: "first" });
  expect(system.stdout.text).not.toContain("\u001b");
  expect(system.stdout.text).not.toMatch(/^::/m);
});
