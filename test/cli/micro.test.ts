import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Check } from "typebox/value";
import { afterAll, beforeAll, expect, it } from "vitest";
import { ResultSchema } from "../../core/result.ts";
import { MICRO_NAMES } from "../../harness/micro/names.ts";
import { bench, MAIN } from "./bench.ts";

let out = "";
beforeAll(() => {
  out = mkdtempSync(join(tmpdir(), "micro-"));
});
afterAll(() => rmSync(out, { recursive: true }));

it("names every case in its help, with examples", async () => {
  const { code, stdout } = await bench(["micro", "--help"]);
  expect(stdout).toContain("\n  bench micro --json --quiet > micro.json\n");
  for (const name of MICRO_NAMES) expect(stdout).toMatch(new RegExp(`\\b${name}\\b`));
  expect(code).toBe(0);
});

it("prints one JSON document by the published schema with --json, and nothing else with --quiet", async () => {
  const { code, stdout, stderr } = await bench([
    "micro",
    "--only",
    "server-frame,envelope-read",
    "--seconds",
    "20ms",
    "--json",
    "--quiet",
    "--out",
    out,
  ]);
  const result: unknown = JSON.parse(stdout);
  expect(Check(ResultSchema, result)).toBe(true);
  expect(result).toMatchObject({
    run: { aborted: false, command: "bench micro --only server-frame,envelope-read --seconds 20ms" },
    scenario: { name: "micro", phases: { measureMs: 20 }, overrides: ["only", "seconds"] },
    summary: [{ id: "envelope-read" }, { id: "server-frame" }],
  });
  expect(JSON.parse(readFileSync(join(out, "latest", "result.json"), "utf8"))).toEqual(result);
  expect(stderr).toBe("");
  expect(code).toBe(0);
});

it("prints a table on stdout and its progress on stderr", async () => {
  const { code, stdout, stderr } = await bench([
    "micro",
    "--only",
    "histogram-record",
    "--seconds",
    "0.02",
    "--out",
    out,
  ]);
  expect(stdout).toMatch(/^histogram-record +\S+ +\S+–\S+ .* hdr-histogram-js \(WASM\)$/m);
  expect(stdout).toMatch(/^result {2}.*result\.json\nnext {4}bench micro --seconds 2 {3}/m);
  expect(stderr).toMatch(/^calibrating\n\[1\/1\] histogram-record · \d+:\d\d elapsed\n$/);
  expect(code).toBe(0);
});

it("leaves a result that bench report can show", async () => {
  const page = join(out, "page.html");
  const { code } = await bench(["report", join(out, "latest"), "--out", page]);
  expect(code).toBe(0);
  expect(existsSync(page)).toBe(true);
});

it.each<[what: string, args: string[], says: RegExp]>([
  [
    "an unknown case",
    ["--only", "frame-raed"],
    /^error: --only: unknown case "frame-raed"; did you mean "frame-read"\?\nhint: cases: /,
  ],
  ["two unknown cases", ["--only", "a,bb"], /^error: --only: unknown case "a", unknown case "bb"\n/],
  ["no case", ["--only", ","], /^error: --only: found nothing/],
  [
    "no time",
    ["--seconds", "0"],
    /^error: --seconds: found "0"; expected seconds, or a duration .* 1ms to 1m/,
  ],
  ["a time that is none", ["--seconds", "soon"], /^error: --seconds: found "soon"; /],
  ["an unwritable --out", ["--out", "/dev/null/x"], /^error: cannot write \/dev\/null\/x: .*ENOTDIR/],
])("answers %s with one clear message and exit code 2", async (_, args, says) => {
  const { code, stdout, stderr } = await bench(["micro", ...args]);
  expect(stderr).toMatch(says);
  expect(stdout).toBe("");
  expect(code).toBe(2);
});

it("Ctrl-C keeps what was measured, marked aborted, and ends with 130", async () => {
  const args = ["micro", "--only", "envelope-read,server-frame", "--seconds", "3", "--json", "--out", out];
  const child = spawn(process.execPath, [MAIN, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    // The first case is whole then.
    if (!stderr.includes("[2/2]") && (stderr + text).includes("[2/2]")) child.kill("SIGINT");
    stderr += text;
  });
  const ended = await new Promise((resolve) => {
    child.on("close", (...end) => resolve(end));
  });
  expect(ended).toEqual([130, null]);
  expect(stderr).toContain("finishing: writing what was measured; Ctrl-C again to stop at once\n");
  const result: unknown = JSON.parse(stdout);
  expect(Check(ResultSchema, result)).toBe(true);
  expect(result).toMatchObject({
    run: { aborted: true },
    scenario: { transports: [{ id: "envelope-read" }, { id: "server-frame" }] },
    summary: expect.arrayContaining([expect.objectContaining({ id: "envelope-read", blocks: 12 })]),
  });
});
