import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { COLUMNS } from "../../reports/columns.ts";
import { drawnComparison } from "../../reports/testing/drawn-comparison.ts";
import { COMPLETE, DUE } from "../../reports/testing/recorded-entries.ts";
import { sampleResult } from "../../reports/testing/sample-result.ts";
import { reports } from "./report-page.ts";

const report = reports();

describe("the figures of a report", () => {
  test("shows the result's own figures, to the digits shown", async () => {
    const result = sampleResult({ blocks: 3 });
    const { page } = await report.open(result);

    const shown = await page.locator("table#results tbody tr").evaluateAll((lines) =>
      lines.map((line) => ({
        entry: line.getAttribute("data-entry"),
        figures: [...line.querySelectorAll("td")].map((cell) => ({
          metric: cell.getAttribute("data-metric")!,
          text: cell.querySelector(".value")!.textContent,
        })),
      })),
    );

    expect(shown.map(({ entry }) => entry)).toEqual(["polling", "long-polling", "websocket"]);
    for (const { entry, figures } of shown) {
      const { metrics } = result.summary.find(({ id }) => id === entry)!;
      expect(figures.map(({ metric }) => metric)).toEqual(COLUMNS.map(({ metric }) => metric));
      for (const { metric, text } of figures) {
        const measured = metrics[metric]?.value;
        if (measured === undefined) {
          expect(text).toBe("–");
          continue;
        }
        const scale = metric === "emptyResponseRatio" ? 100 : metric.startsWith("serverRss") ? 1 / 1024 : 1;
        const digits = text.replaceAll(",", "");
        const step = 10 ** -(digits.split(".")[1]?.length ?? 0);
        expect(Math.abs(Number(digits) - measured * scale), `${entry} ${metric}`).toBeLessThanOrEqual(
          step * 0.51,
        );
      }
    }
  });

  test("are in every other table as well, to the digits shown", async () => {
    const result = sampleResult({ entries: COMPLETE, blocks: 6 });
    const { page } = await report.open(result);
    const metricsOf = (place: number) => result.summary[place]!.metrics;
    const tables = [
      ["bytes", ["payloadBytesPerEvent", "headerBytesPerEvent", "framingBytesPerEvent", "bytesPerEvent"]],
      ["freshness", ["freshnessMeanMs", "freshnessPeakMs"]],
      ["trade-off", ["latencyP50Ms", "bytesPerEvent"]],
      ["split", ["splitSlipMs", "splitPollWaitMs", "splitTransitMs", "splitClientMs"]],
      ["requests", ["requestsPerEvent"]],
    ] as const;

    for (const [id, metrics] of tables) {
      const lines = await cellsOf(page, id);
      expect(lines.length, id).toBe(3);
      for (const [place, line] of lines.entries()) {
        for (const [column, metric] of metrics.entries()) {
          const value = metricsOf(place)[metric]?.value;
          expect(agrees(line[column]!, value), `${id} ${place} ${metric}: ${line[column]} is ${value}`).toBe(
            true,
          );
        }
      }
    }
  });

  test("of theory stand beside the measured ones", async () => {
    const result = sampleResult({ entries: COMPLETE });
    const { page } = await report.open(result);

    const [polling] = await cellsOf(page, "against-theory");

    const { latencyP50Ms } = result.summary[0]!.metrics;
    const [, measured, predicted] = /^([\d.,]+)theory ([\d.,]+)/.exec(polling![0]!)!;
    expect([agrees(measured!, latencyP50Ms!.value), agrees(predicted!, latencyP50Ms!.predicted)]).toEqual([
      true,
      true,
    ]);
  });

  test("of the ladder are the recorded delays", async () => {
    const result = sampleResult({ entries: COMPLETE });
    const { page } = await report.open(result);

    const lines = await cellsOf(page, "ladder");

    for (const [index, dueMs] of DUE.entries()) {
      const late = result.cells.map(({ recording }) => {
        const event = recording!.moments.find((moment) => moment.kind === "event" && moment.id === index + 1);
        return event!.atMs - dueMs;
      });
      expect(agrees(lines[index]![0]!, dueMs)).toBe(true);
      for (const [lane, ms] of late.entries()) expect(agrees(lines[index]![lane + 1]!, ms)).toBe(true);
    }
  });

  test("of a comparison are the document's", async () => {
    const comparison = drawnComparison();
    const { page } = await report.open(sampleResult(), { extras: { comparison } });

    const lines = await cellsOf(page, "comparison");

    for (const [place, { base, head, outcome }] of comparison.rows.entries()) {
      const line = lines[place]!;
      expect([agrees(line[0]!, base), agrees(line[1]!, head), line[4]]).toEqual([true, true, outcome]);
    }
  });
});

/** The cells of a figure's table, line by line, without the heading of each line. */
const cellsOf = (page: Page, id: string): Promise<string[][]> =>
  page
    .locator("figure", { has: page.locator(`#${id}`) })
    .locator("tbody tr")
    .evaluateAll((lines) =>
      lines.map((line) => [...line.querySelectorAll("td")].map((cell) => cell.textContent)),
    );

/** Whether a text shows a value to the digits it has. */
function agrees(text: string, value: number | undefined): boolean {
  if (value === undefined) return text === "–";
  const shown = /^-?[\d.,]+(?:e-\d+)?/.exec(text)?.[0].replaceAll(",", "");
  if (shown === undefined) return false;
  const step = 10 ** -(shown.split(".")[1]?.length ?? 0);
  return Math.abs(Number(shown) - value) <= step * 0.51;
}
