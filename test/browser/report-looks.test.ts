import { readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { LINK, linked } from "../../reports/testing/checkable-entries.ts";
import { drawnComparison } from "../../reports/testing/drawn-comparison.ts";
import { COMPLETE } from "../../reports/testing/recorded-entries.ts";
import { invalid, POLLING, sampleResult, withLatency } from "../../reports/testing/sample-result.ts";
import { coloursOf, overflowOf, reports, styleOf } from "./report-page.ts";

const report = reports();

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

interface AxeResults {
  readonly violations: readonly {
    readonly id: string;
    readonly impact: string | null;
    readonly nodes: readonly { readonly html: string }[];
  }[];
}

/** Every part that a page can have: intervals, theory, a link, a sweep, an invalid entry, losses, warnings. */
const EVERYTHING = sampleResult({
  blocks: 6,
  link: LINK,
  aborted: true,
  thresholds: [{ id: "polling", metric: "latencyP99Ms", limit: "< 50", value: 990, held: false }],
  entries: [
    ...COMPLETE.map(linked),
    { ...withLatency(POLLING, 50), id: "polling-100ms", params: { intervalMs: 100 } },
    invalid({ ...POLLING, id: "polling-10ms", params: { intervalMs: 10 } }, "a load worker was busy"),
  ],
});

describe("how a report looks", () => {
  test.each([
    ["light", { colorScheme: "light" }],
    ["dark", { colorScheme: "dark" }],
    ["laptop", { viewport: { width: 1100, height: 800 } }],
    ["phone", { viewport: { width: 390, height: 844 } }],
  ] as const)("fits the %s screen and can be photographed", async (name, options) => {
    const { page } = await report.open(EVERYTHING, {
      ...options,
      extras: { comparison: drawnComparison() },
    });
    const file = join(report.folder(), `${name}.png`);

    await page.screenshot({ path: file, fullPage: true });

    expect(statSync(file).size).toBeGreaterThan(30_000);
    expect(await overflowOf(page)).toBe(0);
    const paper = await styleOf(page, "html", "background-color");
    expect(paper).toBe(name === "dark" ? "rgb(21, 23, 27)" : "rgb(252, 251, 248)");
  });

  test("shows every column of the results without scrolling on a laptop", async () => {
    const { page } = await report.open(EVERYTHING, { viewport: { width: 1100, height: 800 } });

    const hidden = await page
      .locator(".scroll:has(#results)")
      .evaluate((box) => box.scrollWidth - box.clientWidth);

    expect(hidden).toBeLessThanOrEqual(0);
  });

  test.each(["light", "dark"] as const)(
    "has nothing serious for axe to find in the %s",
    async (colorScheme) => {
      const { page } = await report.open(EVERYTHING, {
        colorScheme,
        extras: { comparison: drawnComparison() },
      });

      await page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })");
      await page.evaluate(AXE);
      const { violations } = await page.evaluate<AxeResults>(
        "axe.run(document, { resultTypes: ['violations'] })",
      );

      const grave = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
      expect(grave.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
    },
  );

  test("moves nothing, so that reduced motion needs no other page", async () => {
    const { page } = await report.open(EVERYTHING, { reducedMotion: "reduce" });

    expect(await page.evaluate("document.getAnimations().length")).toBe(0);
    expect(await styleOf(page, "html", "scroll-behavior")).toBe("auto");
  });

  test("prints on light paper from a dark screen, and comes back", async () => {
    const { page } = await report.open(EVERYTHING, { colorScheme: "dark" });
    const ink = () => styleOf(page, "html", "--ink");

    await page.emulateMedia({ media: "print" });
    const onPaper = await ink();
    await page.screenshot({ path: join(report.folder(), "print.png"), fullPage: true });
    await page.emulateMedia({ media: "screen" });

    expect(onPaper).toBe("#1d1c1a");
    await expect.poll(ink).toBe("#e9e6df");
    expect(statSync(join(report.folder(), "print.png")).size).toBeGreaterThan(30_000);
    expect(await coloursOf(page, "bytes")).toBeGreaterThan(20);
  });

  test("shows where the keyboard is", async () => {
    const { page } = await report.open(sampleResult());

    await page.keyboard.press("Tab");

    const skip = page.locator(".skip");
    expect(await page.evaluate("document.activeElement.className")).toBe("skip");
    expect(await styleOf(page, ".skip", "outline-style")).toBe("solid");
    expect((await skip.boundingBox())?.x).toBeGreaterThanOrEqual(0);
  });
});
