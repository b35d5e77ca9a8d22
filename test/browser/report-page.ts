import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll } from "vitest";
import type { Result } from "../../core/result.ts";
import { loadAssets, type ReportAssets, type ReportExtras, renderHtml } from "../../reports/index.ts";
import { startChromium } from "./chromium.ts";

const BUILD_PAGE = fileURLToPath(new URL("../../scripts/build-page.mjs", import.meta.url));

/** The most that a report may weigh, in bytes. */
export const SIZE_BUDGET = 450_000;

/** What a page did that it should not do. */
export interface Deeds {
  readonly requests: string[];
  readonly messages: string[];
}

export interface OpenOptions extends BrowserContextOptions {
  readonly extras?: ReportExtras;
  /** Changes the page before it is opened. */
  readonly alter?: (html: string) => string;
}

export interface Reports {
  /** Where files of these tests go. */
  folder(): string;
  assets(): ReportAssets;
  /** Renders a result to a file and opens it from there. */
  open(result: Result, options?: OpenOptions): Promise<{ page: Page; file: string; deeds: Deeds }>;
}

/** Builds the page's own script and style, and starts a browser, for the tests of one file. */
export function reports(): Reports {
  let folder: string;
  let assets: ReportAssets;
  let browser: Browser;
  let opened = 0;

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

  return {
    folder: () => folder,
    assets: () => assets,
    async open(result, { extras = {}, alter = (html: string) => html, ...options } = {}) {
      opened += 1;
      const file = join(folder, `report-${opened}.html`);
      writeFileSync(file, alter(renderHtml(result, assets, extras)));
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
    },
  };
}

// What runs in the page is text: the types of a browser's globals are not among this program's.

/** How many different colours a canvas shows: one for a blank one. */
export const coloursOf = (page: Page, id: string): Promise<number> =>
  page.evaluate(`(() => {
    const canvas = document.getElementById("${id}");
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    return new Set(new Uint32Array(data.buffer)).size;
  })()`);

/** A property of the style that applies to the first element of a selector. */
export const styleOf = (page: Page, selector: string, property: string): Promise<string> =>
  page.evaluate(`getComputedStyle(document.querySelector("${selector}")).getPropertyValue("${property}")`);

/** By how many pixels the page is wider than its window. */
export const overflowOf = (page: Page): Promise<number> =>
  page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
