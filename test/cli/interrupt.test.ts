import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Check } from "typebox/value";
import { afterAll, beforeAll, expect, it } from "vitest";
import { ResultSchema } from "../../core/result.ts";
import { until } from "../until.ts";
import { MAIN } from "./bench.ts";

let out = "";
beforeAll(() => {
  out = mkdtempSync(join(tmpdir(), "interrupt-"));
});
afterAll(() => rmSync(out, { recursive: true }));

it.each([
  ["SIGINT", 130],
  ["SIGTERM", 143],
] as const)(
  "%s in the middle keeps what was measured, marked aborted, and ends with %d",
  async (signal, code) => {
    const child = spawn(process.execPath, [MAIN, "run", "quick", "--json", "--out", out], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      // The first sign of the window, once.
      if (!stderr.includes("measure") && (stderr + text).includes("measure")) child.kill(signal);
      stderr += text;
    });
    const ended = await new Promise((resolve) => {
      child.on("close", (...end) => resolve(end));
    });
    expect(ended).toEqual([code, null]);
    expect(stderr).toContain("finishing: writing what was measured; Ctrl-C again to stop at once\n");
    const result: unknown = JSON.parse(stdout);
    expect(Check(ResultSchema, result)).toBe(true);
    expect(result).toMatchObject({ run: { aborted: true, command: "bench run quick" } });
    expect(JSON.parse(readFileSync(join(out, "latest", "result.json"), "utf8"))).toEqual(result);
    expect(readdirSync(join(out, "latest"))).toContain("report.html");
  },
);

it("SIGINT twice ends at once, and leaves no process behind", async () => {
  const child = spawn(process.execPath, [MAIN, "run", "quick", "--out", out], {
    stdio: ["ignore", "ignore", "pipe"],
    // A group of its own, so that those it started can be found.
    detached: true,
  });
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    if (!stderr.includes("measure") && (stderr + text).includes("measure")) child.kill("SIGINT");
    if (!stderr.includes("finishing") && (stderr + text).includes("finishing")) child.kill("SIGINT");
    stderr += text;
  });
  const ended = await new Promise((resolve) => {
    child.on("exit", (...end) => resolve(end));
  });
  expect(ended).toEqual([130, null]);
  expect(stderr).not.toMatch(/^error/m);
  // Signal 0 asks whether anyone of the group is still there.
  await until("all processes of the run are gone", () => !isThere(-child.pid!));
});

function isThere(group: number): boolean {
  try {
    return process.kill(group, 0);
  } catch {
    return false;
  }
}
