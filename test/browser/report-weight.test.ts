import { statSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { encodeHistogram } from "../../core/hdr.ts";
import { Histogram } from "../../core/histogram.ts";
import { random } from "../../core/random.ts";
import { msToNs } from "../../core/units.ts";
import { renderHtml } from "../../reports/index.ts";
import { COMPLETE } from "../../reports/testing/recorded-entries.ts";
import { sampleResult } from "../../reports/testing/sample-result.ts";
import { reports, SIZE_BUDGET } from "./report-page.ts";

const report = reports();

/** A result of a long run: a million deliveries and ten minutes of seconds for each transport. */
function longRun() {
  const result = sampleResult({ entries: COMPLETE });
  const seconds = Array.from({ length: 600 }, (_, second) => second);
  const timeline = {
    startMs: -2000,
    intervalMs: 1000,
    latencyP50Ms: seconds.map((second) => (second === 333 ? 9000 : 1 + (second % 7))),
    eventsDelivered: seconds.map((second) => 1600 + (second % 11)),
    bytesDown: seconds.map(() => 300_000),
    bytesUp: seconds.map(() => 100_000),
  };
  return {
    ...result,
    scenario: { ...result.scenario, phases: { warmupMs: 2000, measureMs: 598_000 } },
    cells: result.cells.map((cell, index) => {
      const draw = random(index, "long run");
      const histogram = new Histogram();
      for (let i = 0; i < 1_000_000; i++)
        histogram.record(msToNs(0.3 + 900 * draw.uniform() ** (1 + 2 * index)));
      return { ...cell, timeline, histograms: { latency: encodeHistogram(histogram) } };
    }),
  };
}

describe("the weight of a report", () => {
  test("of a million samples is that of any other, and it is written and opened in no time", async () => {
    const result = longRun();
    const began = performance.now();
    const html = renderHtml(result, report.assets());
    const took = performance.now() - began;

    const { page, file } = await report.open(result);
    const ready = await page.evaluate<number>("performance.getEntriesByType('navigation')[0].loadEventEnd");

    expect(took).toBeLessThan(1000);
    expect(Buffer.byteLength(html)).toBe(statSync(file).size);
    expect(statSync(file).size).toBeGreaterThan(250_000);
    expect(statSync(file).size).toBeLessThan(SIZE_BUDGET);
    // Some 150 ms on a quiet machine, and all charts are drawn by then.
    expect(ready).toBeLessThan(3000);
    expect(await page.evaluate("document.documentElement.className")).toBe("scripted");
  });

  test("thins long lines without losing their peaks", async () => {
    const { page } = await report.open(longRun());

    const points = await page.evaluate<readonly [number, number][]>(
      "JSON.parse(document.getElementById('view').textContent)['latency-over-time'].lines[0].points",
    );

    expect(points.length).toBeLessThan(450);
    expect(Math.max(...points.map(([, y]) => y))).toBe(9000);
    expect(Math.min(...points.map(([, y]) => y))).toBe(1);
  });

  test("stays under its size when a long run would make it heavy, and says what it left out", async () => {
    const { page, file } = await report.open(sampleResult({ blocks: 40 }));

    expect(statSync(file).size).toBeLessThan(SIZE_BUDGET);
    expect(await page.locator(".raw p").textContent()).toContain("without the histograms");
  });
});
