import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { Comparison } from "../../core/comparison.ts";
import { EXIT } from "../../core/errors.ts";
import { Bench } from "../end-to-end/bench.ts";

const BASELINE = fileURLToPath(new URL("../../.bench/baselines/smoke.json", import.meta.url));

let bench: Bench;
beforeEach(() => {
  bench = new Bench();
});
afterEach(() => bench.remove());

it("smoke counts what its baseline has: requests, answers and bytes, nothing lost", async () => {
  // Times may be invalid where other work keeps the cores busy; what is counted holds all the same.
  const run = await bench.run("smoke", "--quiet").ended;
  expect([EXIT.ok, EXIT.invalid], run.stderr).toContain(run.code);
  const check = await bench.start(["check", "out/latest", "--baseline", BASELINE, "--json"]).ended;
  const { rows, outcome } = JSON.parse(check.stdout) as Comparison;
  const worse = rows.filter((row) => ["regressed", "missing", "new"].includes(row.outcome));
  expect(worse.map(({ message }) => message)).toEqual([]);
  expect(outcome).toBe("ok");
  expect(check.code).toBe(EXIT.ok);
}, 60_000);
