import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Result } from "../../core/result.ts";
import { COLUMNS } from "../../reports/columns.ts";
import { loadAssets, type ReportAssets, renderHtml } from "../../reports/index.ts";
import { CHECKABLE, LINK, linked } from "../../reports/testing/checkable-entries.ts";
import {
  HOSTILE,
  invalid,
  LONG_POLLING,
  POLLING,
  sampleResult,
  WEBSOCKET,
  withCosts,
} from "../../reports/testing/sample-result.ts";
import { startChromium } from "./chromium.ts";

const BUILD_PAGE = fileURLToPath(new URL("../../scripts/build-page.mjs", import.meta.url));
const CHARTS = ["trade-off", "percentiles", "bytes", "requests", "latency-over-time", "deliveries-over-time"];
const SIZE_BUDGET = 450_000;

let folder: string;
let assets: ReportAssets;
let browser: Browser;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "polls-apart-report-"));
  // Built here by the program that also builds dist/, so that this file tests the sources as they are now.
  const built = spawnSync(process.execPath, [BUILD_PAGE, folder], { encoding: "utf8" });
  if (built.status !== 0) throw new Error(`build-page failed:\n${built.stdout}${built.stderr}`);
  assets = loadAssets(folder);
  browser = await startChromium();
}, 60_000);

afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** What a page did that it should not do. */
interface Deeds {
  readonly requests: string[];
  readonly messages: string[];
}

/** Renders a result to a file and opens it from there. */
async function open(
  result: Result,
  options: BrowserContextOptions = {},
  alter: (html: string) => string = (html) => html,
): Promise<{ page: Page; file: string; deeds: Deeds }> {
  const file = join(folder, `report-${Math.random().toString(36).slice(2)}.html`);
  writeFileSync(file, alter(renderHtml(result, assets)));
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const deeds: Deeds = { requests: [], messages: [] };
  const url = pathToFileURL(file).href;
  page.on("request", (request) => {
    if (request.url() !== url) deeds.requests.push(request.url());
  });
  page.on("console", (message) => deeds.messages.push(`${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => deeds.messages.push(`error: ${error.message}`));
  page.on("dialog", (dialog) => {
    deeds.messages.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  await page.goto(url);
  return { page, file, deeds };
}

// What runs in the page is text: the types of a browser's globals are not among this program's.

/** How many different colours a canvas shows: one for a blank one. */
const coloursOf = (page: Page, id: string): Promise<number> =>
  page.evaluate(`(() => {
    const canvas = document.getElementById("${id}");
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    return new Set(new Uint32Array(data.buffer)).size;
  })()`);

/** A property of the style that applies to the first element of a selector. */
const styleOf = (page: Page, selector: string, property: string): Promise<string> =>
  page.evaluate(`getComputedStyle(document.querySelector("${selector}")).getPropertyValue("${property}")`);

describe("the report in a browser", () => {
  test("opens from a file without a request, a message or an error", async () => {
    const { page, file, deeds } = await open(sampleResult({ blocks: 6 }));
    await page.waitForLoadState("networkidle");

    expect(deeds).toEqual({ requests: [], messages: [] });
    expect(statSync(file).size).toBeLessThan(SIZE_BUDGET);
    expect(await page.title()).toBe("quick · Polls Apart");
  });

  test("paints every chart, and each has a role, a label, an explanation and a table", async () => {
    const { page } = await open(sampleResult());

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

  test("shows what makes figures checkable: theory, where the time goes, freshness, recovery", async () => {
    const { page, file, deeds } = await open(sampleResult({ entries: CHECKABLE.map(linked), link: LINK }));

    expect(deeds).toEqual({ requests: [], messages: [] });
    expect(statSync(file).size).toBeLessThan(SIZE_BUDGET);
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
    const { page } = await open(result, { javaScriptEnabled: false });
    const phone = await open(result, { viewport: { width: 400, height: 844 } });

    // The charts of before and the split; theory, freshness and recovery; results and conditions.
    expect(await page.locator("table:visible").count()).toBe(CHARTS.length + 1 + 3 + 2);
    const root = "document.documentElement";
    expect(await phone.page.evaluate<number>(`${root}.scrollWidth - ${root}.clientWidth`)).toBe(0);
  });

  test("shows the result's own figures, to the digits shown", async () => {
    const result = sampleResult({ blocks: 3 });
    const { page } = await open(result);

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

  test("says its piece in words and tables with scripts off", async () => {
    const { page } = await open(sampleResult(), { javaScriptEnabled: false });

    expect(await page.locator(".verdict").textContent()).toContain("WebSocket delivered in 0.41 ms");
    expect(await page.locator("table:visible").count()).toBe(CHARTS.length + 2);
    expect(await page.locator("canvas:visible").count()).toBe(0);
    expect(await page.locator("button:visible").count()).toBe(0);
  });

  test("shows a hostile name as the text it is, everywhere", async () => {
    const entries = [
      { ...POLLING, id: HOSTILE },
      { ...WEBSOCKET, id: HOSTILE.toUpperCase(), transport: HOSTILE },
    ];
    const warnings = [{ code: HOSTILE, message: `${HOSTILE}\u2028` }];

    const { page, deeds } = await open(
      sampleResult({
        name: HOSTILE,
        description: HOSTILE,
        entries: entries.map((entry) => ({ ...entry, verdict: { warnings } })),
      }),
    );

    expect(deeds).toEqual({ requests: [], messages: [] });
    expect(await page.locator("img").count()).toBe(0);
    expect(await page.locator("h1").textContent()).toBe(HOSTILE);
    expect(await page.title()).toBe(`${HOSTILE} · Polls Apart`);
    expect(await page.locator("#results tbody th").first().textContent()).toContain(HOSTILE);
    expect(await coloursOf(page, "trade-off")).toBeGreaterThan(20);
  });

  test("runs no script and loads nothing but its own, even where markup got in", async () => {
    const intruder =
      '<script>document.title="taken"</script><img src="data:," onerror="document.title=\'taken\'">' +
      '<img src="http://127.0.0.1:9/x.png"><style>h1{display:none}</style><p style="color:red" id="styled">x</p>';

    const { page, deeds } = await open(sampleResult(), {}, (html) =>
      html.replace("<main>", () => `<main>${intruder}`),
    );
    await page.waitForTimeout(100);

    expect(await page.title()).toBe("quick · Polls Apart");
    expect(await page.locator("h1").isVisible()).toBe(true);
    expect(await page.locator("#styled").getAttribute("style")).toBe("color:red");
    const red = await styleOf(page, "#styled", "color");
    expect(red).not.toBe("rgb(255, 0, 0)");
    expect(
      deeds.messages.filter((message) => message.includes("Content Security Policy")).length,
    ).toBeGreaterThan(3);
    const fetched = await page.evaluate(() =>
      fetch("http://127.0.0.1:9/").then(
        () => "sent",
        () => "refused",
      ),
    );
    expect(fetched).toBe("refused");
    expect(deeds.messages.at(-1)).toContain("Content Security Policy");
  });

  test("marks invalid cells, losses and a run that ended early", async () => {
    const entries = [
      invalid(POLLING, "a load worker was busy"),
      LONG_POLLING,
      withCosts(WEBSOCKET, { eventsLost: 12 }),
    ];

    const { page } = await open(sampleResult({ entries, aborted: true }));

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
    const { page } = await open(result);

    const [download] = await Promise.all([page.waitForEvent("download"), page.click("#download")]);

    expect(download.suggestedFilename()).toBe("result.json");
    expect(JSON.parse(readFileSync(await download.path(), "utf8"))).toEqual(result);
  });

  test("stays under its size when a long run would make it heavy, and says what it left out", async () => {
    const { page, file } = await open(sampleResult({ blocks: 40 }));

    expect(statSync(file).size).toBeLessThan(SIZE_BUDGET);
    expect(await page.locator(".raw p").textContent()).toContain("without the histograms");
  });

  test.each([
    ["light", { colorScheme: "light" }],
    ["dark", { colorScheme: "dark" }],
    ["phone", { viewport: { width: 390, height: 844 } }],
  ] as const)("fits the %s screen and can be photographed", async (name, options) => {
    const { page } = await open(sampleResult(), options);
    const file = join(folder, `${name}.png`);

    await page.screenshot({ path: file, fullPage: true });

    expect(statSync(file).size).toBeGreaterThan(30_000);
    const root = "document.documentElement";
    const overflow = await page.evaluate<number>(`${root}.scrollWidth - ${root}.clientWidth`);
    expect(overflow).toBe(0);
    const paper = await styleOf(page, "html", "background-color");
    expect(paper).toBe(name === "dark" ? "rgb(21, 23, 27)" : "rgb(252, 251, 248)");
  });

  test("prints on light paper from a dark screen, and comes back", async () => {
    const { page } = await open(sampleResult(), { colorScheme: "dark" });
    const ink = () => styleOf(page, "html", "--ink");

    await page.emulateMedia({ media: "print" });
    const onPaper = await ink();
    await page.screenshot({ path: join(folder, "print.png"), fullPage: true });
    await page.emulateMedia({ media: "screen" });

    expect(onPaper).toBe("#1d1c1a");
    await expect.poll(ink).toBe("#e9e6df");
    expect(statSync(join(folder, "print.png")).size).toBeGreaterThan(30_000);
    expect(await coloursOf(page, "bytes")).toBeGreaterThan(20);
  });

  test("shows where the keyboard is", async () => {
    const { page } = await open(sampleResult());

    await page.keyboard.press("Tab");

    const skip = page.locator(".skip");
    expect(await page.evaluate("document.activeElement.className")).toBe("skip");
    expect(await styleOf(page, ".skip", "outline-style")).toBe("solid");
    expect((await skip.boundingBox())?.x).toBeGreaterThanOrEqual(0);
  });
});
