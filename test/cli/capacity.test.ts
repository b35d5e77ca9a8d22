import { execFile, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Check } from "typebox/value";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { ResultSchema } from "../../core/result.ts";
import { bench, MAIN } from "./bench.ts";

const SMALL = ["--scenario", "smoke", "--max-clients", "8", "--step-duration", "300ms"];
/** A search on a busy machine repeats what failed, down to one client. */
const PATIENCE_MS = 60_000;

let folder = "";
vi.setConfig({ testTimeout: PATIENCE_MS });

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "capacity-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Found, or not: whether this machine kept up is another question than whether the program did. */
const ENDS = [0, 98, 99];

/** Runs a search to its end. */
async function capacity(args: readonly string[], env: Record<string, string> = {}) {
  return await new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
    const options = { env: { ...process.env, ...env }, timeout: PATIENCE_MS };
    const child = execFile(process.execPath, [MAIN, "capacity", ...args], options, (_, stdout, stderr) =>
      resolve({ code: child.exitCode ?? -1, stdout, stderr }),
    );
  });
}

const read = (out: string, name: string) => JSON.parse(readFileSync(join(out, "latest", name), "utf8"));

/** Command lines of role processes whose environment names this test's folder. */
function rolesOf(mark: string): string[] {
  if (!existsSync("/proc")) return [];
  return readdirSync("/proc")
    .filter((pid) => /^\d+$/.test(pid))
    .flatMap((pid) => {
      try {
        const environment = readFileSync(`/proc/${pid}/environ`, "utf8");
        return environment.includes(mark) ? [readFileSync(`/proc/${pid}/cmdline`, "utf8")] : [];
      } catch {
        return [];
      }
    });
}

describe("bench capacity", () => {
  it.each([
    ["websocket", 0],
    ["polling", 2],
    ["long-polling", 1],
  ])("searches %s step by step and says what stopped it", async (transport, saturations) => {
    const out = join(folder, transport);
    const { code, stdout, stderr } = await capacity([transport, ...SMALL, "--json", "--out", out], {
      CAPACITY_TEST: out,
    });

    expect(ENDS).toContain(code);
    const answer = JSON.parse(stdout);
    expect(answer).toEqual(read(out, "capacity.json"));
    expect(answer).toMatchObject({ schemaVersion: 1, transport, by: "clients" });
    expect(answer.stoppedBy.message).not.toBe("");
    expect(answer.saturation).toHaveLength(saturations);
    for (const { requestsPerSecond, failures } of answer.saturation) {
      expect(requestsPerSecond).toBeGreaterThan(0);
      expect(failures).toBe(0);
    }
    if (code === 0)
      expect(answer).toMatchObject({ found: expect.any(Number), lowerBound: expect.any(Boolean) });

    const result = read(out, "result.json");
    expect(Check(ResultSchema, result)).toBe(true);
    const points = answer.steps.map(({ point }: { point: number }) => point);
    expect(result.cells.map((cell: { point: object }) => cell.point)).toEqual(
      points.map((clients: number) => ({ clients })),
    );
    expect(result.cells.map(({ clients }: { clients: number }) => clients)).toEqual(points);
    const lines = readFileSync(join(out, "latest", "cells.ndjson"), "utf8")
      .trim()
      .split("\n");
    expect(lines.map((line) => JSON.parse(line))).toEqual(result.cells);
    expect(readFileSync(join(out, "latest", "report.html"), "utf8")).toContain("clients 8");

    expect(stderr).toContain("searching: at most 30 steps");
    expect(stderr).toMatch(/^step 1: 8 clients \(grow\): /m);
    expect(rolesOf(out)).toEqual([]);
  });

  it("shows no time of the side that saturates: throughput only", async () => {
    const { saturation } = read(join(folder, "polling"), "capacity.json");
    for (const each of saturation) {
      expect(Object.keys(each).toSorted()).toEqual([
        "answers",
        "connections",
        "failures",
        "generator",
        "generatorCpuUtilization",
        "requestsPerSecond",
        "serverCpuUsPerRequest",
        "serverCpuUtilization",
      ]);
    }
    // Nothing of the program so much as names the figures.
    const source = readFileSync(new URL("../../clients/saturator.ts", import.meta.url), "utf8");
    expect(source).not.toMatch(/latenc|responseTime|p99/i);
  });

  it("by rate to a fixed number of clients prints a table and a sentence", async () => {
    const out = join(folder, "rate");
    const { code, stdout, stderr } = await capacity(
      [
        ...["websocket", "--by", "rate", "--max-rate", "20", "--clients", "3"],
        ...["--step-duration", "500ms", "--objective", "latencyP50Ms < 500", "--quiet", "--out", out],
      ],
      { NO_COLOR: "1" },
    );

    expect(ENDS).toContain(code);
    expect(stdout).toMatch(/^capacity of websocket by rate: 3 clients, poisson · /);
    expect(stdout).toMatch(/^objective: latencyP50Ms < 500, none lost, valid verdict$/m);
    expect(stdout).toMatch(/^step {2}events\/s {2}p50 ms/m);
    // One sentence, whose figures may have decimals.
    expect(stdout).toMatch(/^WebSocket .* 3 clients with (?:[^.]|\.(?=\d))*\.$/m);
    expect(`${stdout}${stderr}`).not.toContain("\u001b");
    expect(stderr).toBe("");
    expect(read(out, "result.json").run.command).toBe(
      "bench capacity websocket --by rate --clients 3 --objective 'latencyP50Ms < 500' --max-rate 20 --step-duration 500ms",
    );
  });

  it("ends with 99 when valid steps do not keep the objective, or 98 when none was valid", async () => {
    const { code, stdout } = await capacity([
      ...["websocket", ...SMALL, "--max-clients", "1", "--objective", "latencyP50Ms < 0.0001"],
      ...["--quiet", "--json", "--out", join(folder, "none")],
    ]);

    const { stoppedBy, found, steps } = JSON.parse(stdout);
    expect(found).toBeUndefined();
    expect(steps.every(({ held }: { held: boolean }) => !held)).toBe(true);
    expect(stoppedBy.message).not.toBe("");
    expect([98, 99]).toContain(code);
  });

  it.each<[what: string, args: string[], says: RegExp]>([
    ["an unknown transport", ["websockt"], /there is no transport "websockt"\nhint: .*"websocket"/],
    [
      "an unknown search",
      ["websocket", "--by", "payload"],
      /"--by <what>" argument "payload" is invalid\. Allowed choices are clients, rate$/m,
    ],
    ["clients where they are searched for", ["websocket", "--clients", "5"], /--clients is for --by rate/],
    ["the other search's maximum", ["websocket", "--max-rate", "5"], /--max-rate is for --by rate/],
    ["no clients", ["websocket", "--max-clients", "0"], /--max-clients: found 0; expected a whole number/],
    [
      "a step without a unit",
      ["websocket", "--step-duration", "2"],
      /--step-duration: found "2"; expected a dur/,
    ],
    ["a wrong metric", ["websocket", "--objective", "p99 < 5"], /--objective: there is no metric "p99"/],
    [
      "a rate beyond memory",
      ["websocket", "--by", "rate", "--max-rate", "100000", "--step-duration", "10m"],
      /--max-rate: .* lower the rate to/,
    ],
  ])("refuses %s with exit code 2", async (_, args, says) => {
    const { code, stdout, stderr } = await bench(["capacity", ...args, "--out", join(folder, "refused")]);
    expect(stderr).toMatch(says);
    expect(stdout).toBe("");
    expect(code).toBe(2);
  });

  it("is explained by its help, with examples", async () => {
    const { stdout } = await bench(["capacity", "--help"]);
    expect(stdout).toContain("\n  bench capacity websocket\n");
    for (const option of "scenario by clients objective max-clients max-rate step-duration out json".split(
      " ",
    )) {
      expect(stdout).toMatch(new RegExp(`^ {2}--${option}\\b`, "m"));
    }
  });

  it("is not loaded for the help of others", async () => {
    const { stderr } = await bench(["--help"], { NODE_DEBUG: "esm" });
    expect(stderr).not.toContain("cli/capacity.js");
  });
});

it.each([
  ["SIGINT", 130],
  ["SIGTERM", 143],
] as const)("%s tells what was found so far and ends with %d", async (signal, expected) => {
  const out = join(folder, signal);
  const child = spawn(
    process.execPath,
    [
      MAIN,
      "capacity",
      "websocket",
      "--max-clients",
      "400",
      "--step-duration",
      "300ms",
      "--json",
      "--out",
      out,
    ],
    { stdio: ["ignore", "pipe", "pipe"] },
  );
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    // How the first step ended is told, once: another is on its way. A sign of life within it looks different.
    const ended = /^step 1: .*\): /m;
    if (!ended.test(stderr) && ended.test(stderr + text)) setTimeout(() => child.kill(signal), 300);
    stderr += text;
  });
  const ended = await new Promise((resolve) => {
    child.on("close", (...end) => resolve(end));
  });

  expect(ended).toEqual([expected, null]);
  expect(stderr).toContain("finishing: telling what was found so far; Ctrl-C again to stop at once\n");
  expect(JSON.parse(stdout)).toMatchObject({ run: { aborted: true } });
  expect(JSON.parse(stdout).steps.length).toBeGreaterThan(0);
  const result = read(out, "result.json");
  expect(Check(ResultSchema, result)).toBe(true);
  expect(result.run.aborted).toBe(true);
});
