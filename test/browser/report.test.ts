import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { CHECKABLE, LINK, linked } from "../../reports/testing/checkable-entries.ts";
import { drawnComparison } from "../../reports/testing/drawn-comparison.ts";
import { microResult } from "../../reports/testing/micro-result.ts";
import { COMPLETE } from "../../reports/testing/recorded-entries.ts";
import {
  invalid,
  LONG_POLLING,
  POLLING,
  sampleResult,
  WEBSOCKET,
  withCosts,
  withLatency,
} from "../../reports/testing/sample-result.ts";
import { coloursOf, overflowOf, reports, styleOf } from "./report-page.ts";

const CHARTS = ["trade-off", "percentiles", "bytes", "requests", "latency-over-time", "deliveries-over-time"];
const DRAWINGS = ["ladder", "distribution"];

const report = reports();

describe("the report in a browser", () => {
  test("opens from a file without a request, a message or an error", async () => {
    const { page, deeds } = await report.open(sampleResult({ blocks: 6 }));
    await page.waitForLoadState("networkidle");

    expect(deeds).toEqual({ requests: [], messages: [] });
    expect(await page.title()).toBe("quick · Polls Apart");
  });

  test("paints every chart, and each has a role, a label, an explanation and a table", async () => {
    const { page } = await report.open(sampleResult());

    expect(await page.locator("canvas").evaluateAll((all) => all.map(({ id }) => id))).toEqual(CHARTS);
    for (const id of CHARTS) {
      const canvas = page.locator(`canvas#${id}`);
      const figure = page.locator("figure", { has: canvas });
      expect(await coloursOf(page, id), id).toBeGreaterThan(20);
      expect(await canvas.getAttribute("role")).toBe("img");
      const label = (await canvas.getAttribute("aria-label")) ?? "";
      expect(label).toContain(await figure.locator("figcaption").textContent());
      expect((await figure.locator("aside p").textContent())?.length).toBeGreaterThan(80);
      expect(await figure.locator("table tbody tr").count()).toBeGreaterThan(1);
    }
  });

  test("draws what one client saw and how latency is distributed, with scripts off as well", async () => {
    for (const javaScriptEnabled of [true, false]) {
      const { page, deeds } = await report.open(sampleResult({ entries: COMPLETE }), { javaScriptEnabled });

      expect(deeds).toEqual({ requests: [], messages: [] });
      for (const id of DRAWINGS) {
        const drawing = page.locator(`#${id}`);
        const figure = page.locator("figure", { has: drawing });
        expect(await drawing.getAttribute("role")).toBe("img");
        expect(await drawing.getAttribute("aria-label")).toContain(
          await figure.locator("figcaption").textContent(),
        );
        expect(await drawing.locator("svg:visible:not(.key)").count(), id).toBe(3);
        expect((await drawing.screenshot()).length, id).toBeGreaterThan(5000);
        expect((await figure.locator("aside p").textContent())?.length).toBeGreaterThan(80);
        expect(await figure.locator("table tbody tr").count()).toBeGreaterThan(2);
      }
    }
  });

  test("draws a sweep with the interval in which two transports change places", async () => {
    const every = (intervalMs: number, ms: number, bytesPerEvent: number) => ({
      ...withCosts(withLatency(POLLING, ms), { bytesPerEvent }),
      id: `polling-${intervalMs}`,
      params: { intervalMs },
    });
    const entries = [every(100, 50, 900), every(1000, 500, 90), every(5000, 2500, 20), WEBSOCKET];

    const { page, deeds } = await report.open(sampleResult({ entries }));

    expect(deeds).toEqual({ requests: [], messages: [] });
    const canvas = page.locator("canvas#sweep-1-bytesPerEvent");
    expect(await coloursOf(page, "sweep-1-bytesPerEvent")).toBeGreaterThan(20);
    expect(await canvas.getAttribute("aria-label")).toContain(
      "From somewhere between 100 and 1,000 ms on, polling sends fewer bytes than WebSocket.",
    );
    expect(await page.locator("figure", { has: canvas }).locator("tbody tr").count()).toBe(3);
  });

  test("answers first what everyone asks: the fastest, its cost, how sure, where, and how to repeat it", async () => {
    const { page } = await report.open(sampleResult());

    expect(await page.locator(".answers dt").allTextContents()).toEqual([
      "Fastest",
      "What that cost",
      "Fewest bytes",
      "How sure",
    ]);
    expect(await page.locator(".answers").textContent()).toContain("too few for intervals");
    expect(await page.locator(".facts").textContent()).toContain("Example CPU @ 2.50GHz, 2 cores");
    expect(await page.locator("#command").textContent()).toBe("bench run quick");
  });

  test("has a page of its own for hot paths, without what does not apply to them", async () => {
    const { page, deeds } = await report.open(
      microResult({ fast: [0.1, 0.09, 0.11], slow: [6.8, 6.5, 7.2] }),
    );

    expect(deeds).toEqual({ requests: [], messages: [] });
    expect(await page.locator("#results thead th").allTextContents()).toEqual([
      "Hot path",
      "Ours ns per operation",
      "Reference ns per operation",
      "Ours ÷ reference less is faster",
    ]);
    expect(await page.locator("#hot-paths .mark:visible").count()).toBe(2);
    expect(await page.locator(".facts").textContent()).not.toContain("clients");
  });

  test("draws a comparison above the results", async () => {
    const { page, deeds } = await report.open(sampleResult(), { extras: { comparison: drawnComparison() } });

    expect(deeds).toEqual({ requests: [], messages: [] });
    expect((await page.locator("h2").allTextContents()).slice(0, 2)).toEqual(["What changed", "Results"]);
    expect(await page.locator("#comparison .mark:visible").count()).toBe(4);
    expect(await page.locator("#comparison").getAttribute("role")).toBe("img");
  });

  test("shows what makes figures checkable: theory, where the time goes, freshness, recovery", async () => {
    const { page, deeds } = await report.open(sampleResult({ entries: CHECKABLE.map(linked), link: LINK }));

    expect(deeds).toEqual({ requests: [], messages: [] });
    for (const id of ["split", "bytes"]) expect(await coloursOf(page, id), id).toBeGreaterThan(20);
    for (const id of ["against-theory", "freshness", "recovery"]) {
      const figure = page.locator("figure", { has: page.locator(`#${id}`) });
      expect(await figure.locator("table:visible tbody tr").count(), id).toBe(3);
      expect((await figure.locator("figcaption").textContent())?.length).toBeGreaterThan(40);
      expect((await figure.locator("aside p").textContent())?.length).toBeGreaterThan(80);
    }
    expect(await page.locator("#against-theory .warn").allTextContents()).toEqual([
      "8 % above theory",
      "37 % above theory",
    ]);
    const label = await page.locator("canvas#split").getAttribute("aria-label");
    expect(label).toContain("100 % of polling’s is waiting for the poll");
  });

  test("says all of that in tables with scripts off, and fits a phone", async () => {
    const result = sampleResult({ entries: CHECKABLE.map(linked), link: LINK });
    const { page } = await report.open(result, { javaScriptEnabled: false });
    const phone = await report.open(result, { viewport: { width: 400, height: 844 } });

    // The charts of before, the split and the distribution; theory, freshness and recovery; results and conditions.
    expect(await page.locator("table:visible").count()).toBe(CHARTS.length + 2 + 3 + 2);
    expect(await overflowOf(phone.page)).toBe(0);
  });

  test("says its piece in words and tables with scripts off", async () => {
    const { page } = await report.open(sampleResult(), { javaScriptEnabled: false });

    expect(await page.locator(".verdict").textContent()).toContain("WebSocket delivered in 0.41 ms");
    expect(await page.locator("table:visible").count()).toBe(CHARTS.length + 1 + 2);
    expect(await page.locator("canvas:visible").count()).toBe(0);
    expect(await page.locator("button:visible").count()).toBe(0);
  });

  test("marks invalid cells, losses and a run that ended early", async () => {
    const entries = [
      invalid(POLLING, "a load worker was busy"),
      LONG_POLLING,
      withCosts(WEBSOCKET, { eventsLost: 12 }),
    ];

    const { page } = await report.open(sampleResult({ entries, aborted: true }));

    const badges = await page.locator(".badge.bad").allInnerTexts();
    expect(badges.join("\n")).toMatch(
      /ended early.*\n.*2 of 3 cells valid\n.*polling invalid\n.*websocket: 12 of 2,400 lost/,
    );
    expect(await page.locator(".notes").textContent()).toContain("a load worker was busy");
    expect(await page.locator("tr.invalid th").textContent()).toContain("Polling (invalid)");
    expect(await styleOf(page, "tr.invalid .value", "text-decoration-line")).toBe("line-through");
  });

  test("gives back the whole result as a download", async () => {
    const result = sampleResult();
    const { page } = await report.open(result);

    const [download] = await Promise.all([page.waitForEvent("download"), page.click("#download")]);

    expect(download.suggestedFilename()).toBe("result.json");
    expect(JSON.parse(readFileSync(await download.path(), "utf8"))).toEqual(result);
  });
});
