import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { sampleResult, WEBSOCKET, withCosts } from "../reports/testing/sample-result.ts";
import { FakeSystem } from "./testing/fake-system.ts";
import { trend } from "./trend.ts";

let folder: string;
let history: string;
const system = () => Object.assign(new FakeSystem(), { cwd: folder });
const save = (startedAt: string, options: Parameters<typeof sampleResult>[0] = {}): void => {
  const result = sampleResult({ entries: [WEBSOCKET], ...options });
  writeFileSync(
    join(folder, "result.json"),
    JSON.stringify({ ...result, run: { ...result.run, startedAt } }),
  );
};
const ONE = "2025-01-02T03:00:00.000Z";
const TWO = "2025-01-03T03:00:00.000Z";
const runs = (): readonly unknown[] =>
  readFileSync(history, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line).at);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "trend-"));
  history = join(folder, "history.ndjson");
});
afterEach(() => rmSync(folder, { recursive: true }));

it("adds a line per entry, of a file or a folder, and shows the trend", async () => {
  save(ONE);
  const first = system();
  expect(await trend(first, "history.ndjson", { add: "result.json", commit: "abc", color: true })).toBe(0);
  expect(first.stdout.text).toMatch(/^no metric of \d+ changed its level\n1 comparable run at most\n/);
  save(TWO);
  await trend(system(), "history.ndjson", { add: ".", color: true });
  expect(runs()).toEqual([ONE, TWO]);
  expect(JSON.parse(readFileSync(history, "utf8").split("\n")[0]!)).toMatchObject({
    commit: "abc",
    entry: "websocket",
  });
});

it("shows what changed, and never fails for it", async () => {
  for (let day = 1; day <= 4; day++) {
    const entry = withCosts(WEBSOCKET, { requestBytes: day < 3 ? 671 : 711 });
    save(`2025-01-0${day}T03:00:00.000Z`, { entries: [entry] });
    const code = await trend(system(), "history.ndjson", { add: ".", commit: `commit-${day}`, color: true });
    expect(code).toBe(0);
  }
  const shown = system();
  shown.stdout.columns = 120;
  await trend(shown, "history.ndjson", { color: true });
  expect(shown.stdout.text).toContain(
    "worse    quick websocket requestBytes: 671 → 711 B (+6 %), since 2025-01-03, between commit-2 and commit-3\n",
  );
});

it("adds nothing twice, and nothing of a run that ended early", async () => {
  save(ONE);
  await trend(system(), "history.ndjson", { add: ".", color: true });
  const again = system();
  expect(await trend(again, "history.ndjson", { add: ".", color: true })).toBe(0);
  expect(again.stderr.text).toMatch(/ was not added: it is in the history already\n$/);
  save(TWO, { aborted: true });
  const aborted = system();
  expect(await trend(aborted, "history.ndjson", { add: ".", color: true })).toBe(0);
  expect(aborted.stderr.text).toMatch(/ was not added: it ended early\n$/);
  expect(runs()).toEqual([ONE]);
});

it("takes the commit that CI names, and writes the step's summary", async () => {
  save(ONE);
  const there = system();
  there.env = { GITHUB_ACTIONS: "true", GITHUB_SHA: "def", GITHUB_STEP_SUMMARY: join(folder, "summary.md") };
  await trend(there, "history.ndjson", { add: ".", color: true });
  expect(readFileSync(join(folder, "summary.md"), "utf8")).toMatch(/^### Trend\n/);
  expect(JSON.parse(readFileSync(history, "utf8"))).toMatchObject({ commit: "def" });
});

it("says what to do where there is no history", async () => {
  await expect(trend(system(), "history.ndjson", { color: true })).rejects.toMatchObject({
    code: "RESULT_INVALID",
    hint: "add one: bench trend history.ndjson --add bench-results/latest",
  });
});
