import { marked } from "marked";
import { expect, it } from "vitest";
import { HOSTILE_TEXTS } from "../testing/sample-comparison.ts";
import { runnerCommands } from "./testing/runner.ts";
import { renderTrend, renderTrendMarkdown, type TrendMetric, type TrendReport } from "./trend.ts";

const first = { at: "2025-01-15T03:00:00.000Z", commit: "865f5bac0ffee865f5bac0ffee865f5bac0ffee0" };
const last = { at: "2025-01-14T03:00:00.000Z", commit: "v1.2" };
const cpu: TrendMetric = {
  scenario: "quick",
  entry: "websocket",
  metric: "serverCpuUsPerEvent",
  unit: "us",
  runs: 24,
  changes: [{ before: 9, after: 11.7, first, last, worse: true }],
};
const report: TrendReport = {
  damaged: 1,
  metrics: [
    cpu,
    {
      ...cpu,
      metric: "eventsLost",
      unit: "count",
      changes: [
        { before: 3, after: 0, first: { ...first, at: "2025-01-20T03:00:00.000Z" }, last, worse: false },
      ],
    },
    { ...cpu, metric: "latencyP50Ms", changes: [] },
  ],
};

it("says on the terminal what changed, newest first, and between which commits", () => {
  expect(renderTrend(report, { columns: 120, colour: false }).split("\n")).toEqual([
    "2 changes of level in 3 metrics, 1 for the worse",
    "24 comparable runs at most; 1 line of the history could not be read",
    "better   quick websocket eventsLost: 3.00 → 0 (-100 %), since 2025-01-20, between v1.2 and 865f5ba",
    "worse    quick websocket serverCpuUsPerEvent: 9.00 → 11.7 µs (+30 %), since 2025-01-15, between v1.2 and 865f5ba",
    "",
  ]);
});

it("says that nothing changed", () => {
  const quiet = { ...report, metrics: report.metrics.map((one) => ({ ...one, changes: [] })) };
  expect(renderTrend(quiet, { columns: 100, colour: false })).toMatch(/^no metric of 3 changed its level\n/);
  expect(renderTrendMarkdown(quiet)).toContain("No metric of 3 changed its level.");
});

it.each(HOSTILE_TEXTS)("is text and nothing else with %j for every name", (text) => {
  const run = { at: text, commit: text };
  const hostile: TrendReport = {
    ...report,
    metrics: report.metrics.map((one) => ({
      ...one,
      scenario: text,
      entry: text,
      unit: text,
      changes: one.changes.map((change) => ({ ...change, first: run, last: run })),
    })),
  };
  const markdown = renderTrendMarkdown(hostile);
  const terminal = renderTrend(hostile, { columns: 80, colour: false });
  expect(runnerCommands(markdown + terminal)).toEqual([]);
  const page = marked.parse(markdown, { async: false });
  const elements = [...page.matchAll(/<\/?([a-z]\w*[^>]*)>/gi)].map(([, name]) => name);
  expect(elements.filter((name) => !/^(h3|p|ul|li|strong|code)$/.test(name!))).toEqual([]);
  expect(Math.max(...terminal.split("\n").map(({ length }) => length))).toBeLessThanOrEqual(80);
});
