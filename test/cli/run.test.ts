import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { bench, measured } from "./bench.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "run-"));
  writeFileSync(
    join(folder, "short.yaml"),
    `name: short
clients: 2
stream: { arrivals: periodic, rate: 10, payloadBytes: 16 }
phases: { warmup: 100ms, measure: 500ms }
transports: [websocket, polling]
thresholds: { websocket: { eventsLost: "= 0", latencyMaxMs: "< 0.0001" } }
`,
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

it("prints the summary on stdout, progress on stderr, and ends with 99 when a threshold did not hold", async () => {
  const out = join(folder, "text");
  const { code, stdout, stderr } = await measured(
    ["run", join(folder, "short.yaml"), "--transports", "websocket", "--out", out],
    { NO_COLOR: "1" },
  );
  expect(code).toBe(99);
  expect(stdout).toMatch(/^held +websocket eventsLost = 0/m);
  expect(stdout).toMatch(/^FAILED +websocket latencyMaxMs < 0\.0001/m);
  const report = /^report {2}(.*)$/m.exec(stdout)?.[1] ?? "";
  expect(existsSync(report)).toBe(true);
  expect(stdout).toMatch(/^next {4}bench run .*short\.yaml --transports websocket --repeat 6/m);
  for (const phase of ["start", "connect", "measure", "stop"]) {
    expect(stderr).toContain(`[1/1] websocket · ${phase} · `);
  }
  expect(`${stdout}${stderr}`).not.toContain("\u001b");
});

it("prints one JSON document with --json and nothing else with --quiet", async () => {
  const out = join(folder, "json");
  const { code, stdout, stderr } = await measured([
    "run",
    join(folder, "short.yaml"),
    "--json",
    "--quiet",
    "--no-report",
    "--seed",
    "5",
    "--out",
    out,
  ]);
  const result = JSON.parse(stdout);
  expect(result.scenario).toMatchObject({ seed: 5, overrides: ["seed"] });
  expect(result.cells).toHaveLength(2);
  expect(result).toEqual(JSON.parse(readFileSync(join(out, "latest", "result.json"), "utf8")));
  expect(existsSync(join(out, "latest", "report.html"))).toBe(false);
  expect(stderr).toBe("");
  expect(code).toBe(99);
});

it("writes the report of a saved result again", async () => {
  const page = join(folder, "again", "page.html");
  const { code, stdout } = await bench(["report", join(folder, "json", "latest"), "--out", page]);
  expect(stdout).toBe(`${page}\n`);
  expect(existsSync(page)).toBe(true);
  expect(code).toBe(0);
});
