import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type Assets, loadAssets } from "../../demo/assets.ts";
import { LANES, type Lane } from "../../demo/protocol.ts";
import type { RunningDemo } from "../../demo/server.ts";
import { startTestDemo } from "../../demo/testing/start.ts";
import { startChromium } from "./chromium.ts";

const BUILD_PAGE = fileURLToPath(new URL("../../scripts/build-page.mjs", import.meta.url));
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const SIZE_BUDGET = 300_000;

let folder: string;
let assets: Assets;
let demo: RunningDemo;
let browser: Browser;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "polls-apart-demo-"));
  const built = spawnSync(process.execPath, [BUILD_PAGE, folder, "demo"], { encoding: "utf8" });
  if (built.status !== 0) throw new Error(`build-page failed:\n${built.stdout}${built.stderr}`);
  assets = loadAssets(pathToFileURL(`${folder}/`));
  demo = await startTestDemo({ assets });
  browser = await startChromium();
}, 60_000);

afterEach(async () => {
  for (const context of browser.contexts()) await context.close();
});

afterAll(async () => {
  await browser?.close();
  await demo?.close();
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
});

/** What a page did that a test looks at. */
interface Deeds {
  readonly hosts: Set<string>;
  readonly messages: string[];
}

/** Opens the demo, at a place of its own, and waits until every lane works. */
async function open(
  hash = "",
  options: BrowserContextOptions = {},
  url = demo.url,
): Promise<{ page: Page; deeds: Deeds }> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  const page = await context.newPage();
  const deeds: Deeds = { hosts: new Set(), messages: [] };
  page.on("request", (request) => deeds.hosts.add(new URL(request.url()).hostname));
  page.on("console", (message) => deeds.messages.push(`${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => deeds.messages.push(`error: ${error.message}`));
  await page.goto(`${url}${hash}`);
  await expect
    .poll(() => ask(page, "LANES.every((lane) => session.lanes[lane].connected)"), PATIENT)
    .toBe(true);
  return { page, deeds };
}

const PATIENT = { timeout: 15_000, interval: 50 };

// What runs in the page is text: the types of a browser's globals are not among this program's.

/** Evaluates an expression over what the page holds. */
function ask<Answer = unknown>(page: Page, expression: string): Promise<Answer> {
  return page.evaluate<Answer>(
    `(async () => { const { session, stage } = pollsApart; const LANES = ${JSON.stringify(LANES)}; return ${expression}; })()`,
  );
}

/** A figure of each lane, by the lane's name. */
const ofLanes = <Value>(page: Page, expression: string): Promise<Record<Lane, Value>> =>
  ask(
    page,
    `Object.fromEntries(LANES.map((lane) => { const { record, scene } = session.lanes[lane]; return [lane, ${expression}]; }))`,
  );

const figure = (page: Page, lane: Lane, name: string) =>
  page.locator(`[data-lane="${lane}"] [data-figure="${name}"]`);

const focused = (page: Page): Promise<string> =>
  page.evaluate("document.activeElement.textContent || document.activeElement.name");

const everyLane = <Value>(value: Value): Record<Lane, Value> =>
  Object.fromEntries(LANES.map((lane) => [lane, value])) as Record<Lane, Value>;

describe("the demo in a browser", () => {
  test("delivers by every lane, without a message or an error, and asks nobody but this machine", async () => {
    const { page, deeds } = await open("#chapter=free&rate=20&interval=200&delay=0");

    await expect
      .poll(() => ask(page, "LANES.every((lane) => session.lanes[lane].record.delays.size >= 20)"), PATIENT)
      .toBe(true);

    for (const lane of LANES)
      expect(await figure(page, lane, "median").textContent()).toMatch(/^\d+(\.\d)?\sms$/);
    expect(deeds.messages).toEqual([]);
    expect([...deeds.hosts]).toEqual(["127.0.0.1"]);
    expect(
      await ofLanes(page, "session.lanes[lane].unreadable + record.audit.lost + record.audit.repeated"),
    ).toEqual(everyLane(0));
  });

  test("stays within its budget", () => {
    const bytes = readdirSync(folder).map((file) => statSync(join(folder, file)).size);

    expect(bytes).toHaveLength(3);
    expect(bytes.reduce((sum, size) => sum + size, 0)).toBeLessThan(SIZE_BUDGET);
  });

  test("counts as its server counts", async () => {
    const { page } = await open("#chapter=free&paused=1&interval=300&delay=0");
    await expect.poll(() => ask(page, "session.settings.paused"), PATIENT).toBe(true);
    // Whatever was on its way when the source was paused is here by then.
    await page.waitForTimeout(500);
    await ask(page, "session.restart()");

    await ask(page, "session.fire(25, 40, undefined)");

    // What is on its way is counted by one side only, so they agree whenever nothing is.
    await expect.poll(() => ofLanes(page, "record.counts.events"), PATIENT).toEqual(everyLane(25));
    const differences = (): Promise<Record<Lane, number[]>> =>
      ask(page, "session.count()").then(() =>
        ofLanes(
          page,
          `[
            record.counts.requests - record.server.requests,
            record.counts.empty - record.server.emptyResponses,
            record.counts.events - record.server.eventsSent,
          ]`,
        ),
      );
    await expect.poll(differences, PATIENT).toEqual(everyLane([0, 0, 0]));
    const bytes = await ofLanes<number>(page, "record.server.bytesReceived + record.server.bytesSent");
    expect(bytes.websocket).toBeGreaterThan(25 * 160);
    expect(bytes.polling).toBeGreaterThan(bytes.websocket);
  });

  test("measures half an interval and one way by polling, within a tenth over 60 events", async () => {
    // An interval and a period without a common measure, so that polls do not lock with events.
    const [interval, delay] = [470, 25];
    const { page } = await open(`#chapter=free&events=periodic&rate=20&interval=${interval}&delay=${delay}`);

    await expect.poll(() => ask(page, "session.figures('polling').events >= 60"), PATIENT).toBe(true);
    const { meanMs, predicted } = await ask<{ meanMs: number; predicted: { meanMs: number } }>(
      page,
      "session.figures('polling')",
    );

    const theory = interval / 2 + delay;
    expect(Math.abs(meanMs / theory - 1)).toBeLessThan(0.1);
    expect(Math.abs(predicted.meanMs / theory - 1)).toBeLessThan(0.1);
    expect(await ask(page, "session.clock.uncertainty(performance.now())")).toBeLessThan(10);
  });

  test("measures something else when a control is moved, and says so in the address", async () => {
    const { page } = await open("#chapter=free&rate=20&interval=1000&delay=0");
    const median = (): Promise<number> => ask(page, "session.figures('polling').medianMs ?? Infinity");
    await expect.poll(() => ask(page, "session.figures('polling').events > 30"), PATIENT).toBe(true);
    const before = await median();

    await page.locator("#knob-pollIntervalMs").focus();
    await page.keyboard.press("Home");
    await expect.poll(() => ask(page, "session.figures('polling').events > 30"), PATIENT).toBe(true);

    expect(before).toBeGreaterThan(250);
    await expect.poll(median, PATIENT).toBeLessThan(before / 2);
    await expect
      .poll(() => new URLSearchParams(new URL(page.url()).hash.slice(1)).get("interval"), PATIENT)
      .toBe("100");
  });

  test("teaches a chapter by keyboard alone: question first, figures only then", async () => {
    const { page } = await open("");
    const press = async (...keys: string[]): Promise<void> => {
      for (const key of keys) await page.keyboard.press(key);
    };
    const tabTo = async (text: RegExp): Promise<void> => {
      for (let n = 0; n < 40 && !text.test(await focused(page)); n++) await press("Tab");
      expect(await focused(page)).toMatch(text);
    };
    expect(await figure(page, "polling", "median").textContent()).toBe("?");

    await tabTo(/^guess$/);
    await page.keyboard.type("1");
    await press("Enter");
    const answered = await focused(page);
    await expect
      .poll(() => page.locator(".live").textContent(), PATIENT)
      .toMatch(/0\.3\ss after a poll was here after \d+\sms by polling/);
    const covered = await figure(page, "polling", "median").textContent();
    await tabTo(/Next chapter/);
    await press("Enter");
    const next = await focused(page);
    await tabTo(/^guess$/);
    await press("Space", "ArrowDown", "ArrowDown", "Enter");

    expect(answered).toMatch(/^Right: 1\ss$/);
    expect(covered).not.toBe("?");
    expect(next).toBe("Shorten it, and watch the bytes climb");
    expect(await focused(page)).toMatch(/^Right: About eight times/);
    expect(await page.locator(".command code").textContent()).toBe("npx bench run intervals");
  });

  test("measures the shot at a poll as the question of its first chapter has it", async () => {
    const { page } = await open("");

    await page.getByText("Just show me").click();
    await expect.poll(() => ask(page, "session.shot?.delay('polling', 0)"), PATIENT).toBeDefined();
    const delay = await ask<number>(page, "session.shot.delay('polling', 0)");

    // The rest of the second and one way of 30 ms, and what a busy machine adds to both.
    expect(delay).toBeGreaterThan(650);
    expect(delay).toBeLessThan(1000);
  });

  test("loses and repeats nothing when the link is dropped and restored", async () => {
    const { page } = await open("#chapter=free&rate=10&interval=300&delay=10");
    await expect.poll(() => ask(page, "session.figures('websocket').events > 5"), PATIENT).toBe(true);

    await page.getByRole("button", { name: "Drop link" }).click();
    await expect.poll(() => ask(page, "session.linkDown"), PATIENT).toBe(true);
    await expect
      .poll(() => ask(page, "LANES.every((lane) => session.behind(lane) >= 8)"), PATIENT)
      .toBe(true);
    await page.getByRole("button", { name: "Restore link" }).click();
    await ask(page, "session.set({ paused: true })");

    await expect
      .poll(() => ask(page, "LANES.every((lane) => session.behind(lane) === 0)"), PATIENT)
      .toBe(true);
    expect(await ofLanes(page, "[record.audit.lost, record.audit.repeated]")).toEqual(everyLane([0, 0]));
    expect((await ofLanes<number>(page, "record.delays.max()")).websocket).toBeGreaterThan(500);
  });

  test("shows a stalled server as lateness of everything that was due meanwhile", async () => {
    const { page } = await open("#chapter=stall");
    await page.getByText("Just show me").click();

    await expect.poll(() => ask(page, "session.figures('websocket').lateEvents"), PATIENT).toBeGreaterThan(8);
    const { slowAnswers } = await ask<{ slowAnswers: number }>(page, "session.figures('polling')");

    expect(slowAnswers).toBeLessThanOrEqual(2);
    expect(await ask(page, "session.figures('websocket').maxMs")).toBeGreaterThan(1500);
    expect(await ofLanes(page, "record.audit.lost")).toEqual(everyLane(0));
  });

  test.each(["light", "dark"] as const)("has nothing serious that axe finds, %s", async (colorScheme) => {
    const { page } = await open("#chapter=gap", { colorScheme });
    await page.evaluate(AXE);
    const findings = (): Promise<string[]> =>
      page.evaluate(
        `axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) => violations
          .filter(({ impact }) => impact === "serious" || impact === "critical")
          .map(({ id, nodes }) => id + ": " + nodes.map(({ target }) => target).join(" ")))`,
      );

    const asked = await findings();
    await page.getByText("Just show me").click();
    const shown = await findings();
    await page.getByRole("button", { name: "Free play", exact: true }).click();
    await page.getByText("What a browser adds").click();
    const free = await findings();

    expect({ asked, shown, free }).toEqual({ asked: [], shown: [], free: [] });
  });

  test("remembers so much and no more, however long it runs", async () => {
    const { page } = await open("#chapter=free&events=periodic&rate=100&interval=100&delay=300&payload=64");
    const devtools = await page.context().newCDPSession(page);
    const heap = async (): Promise<number> => {
      await devtools.send("HeapProfiler.collectGarbage");
      return (await devtools.send("Runtime.getHeapUsage")).usedSize;
    };
    const elements = (): Promise<number> => page.evaluate("document.querySelectorAll('*').length");
    // Every ring is full by now: 400 delays of a lane at 100 a second.
    await expect.poll(() => ask(page, "session.figures('sse').events"), PATIENT).toBe(400);
    const [heapBefore, elementsBefore] = [await heap(), await elements()];
    const had = await ask<number>(page, "session.lanes.sse.record.totals.events");

    await expect
      .poll(() => ask(page, "session.lanes.sse.record.totals.events"), PATIENT)
      .toBeGreaterThan(had + 400);

    const sizes = await ofLanes<number>(page, "Math.max(scene.size / 320, record.delays.size / 400)");
    for (const lane of LANES) expect(sizes[lane], lane).toBeLessThanOrEqual(1);
    expect(await elements()).toBe(elementsBefore);
    // 1,600 events later; where nothing grows, one reading differs from another by 400 kB.
    expect((await heap()) - heapBefore).toBeLessThan(600_000);
  });

  test("draws four lanes at 20 events a second well within a frame", async () => {
    const { page } = await open("#chapter=free&rate=20&interval=200&delay=100");
    await page.waitForTimeout(500);

    const spent = await page.evaluate<number[]>(`new Promise((resolve) => {
      const { stage, session } = pollsApart;
      const spent = [];
      const frame = () => {
        const before = performance.now();
        stage.draw(before);
        spent.push(performance.now() - before);
        if (spent.length < 60) requestAnimationFrame(frame); else resolve(spent);
      };
      requestAnimationFrame(frame);
    })`);

    // The median: a busy machine takes the processor away from some frames.
    expect(spent.sort((a, b) => a - b)[30]).toBeLessThan(8);
  });

  test("stands still for people who asked for less motion", async () => {
    const look = `(() => {
      const canvas = document.querySelector('[data-lane="websocket"] canvas');
      const { data } = canvas.getContext("2d").getImageData(canvas.width * 0.3, 0, canvas.width * 0.2, canvas.height);
      return data.reduce((sum, value, i) => (sum * 31 + value) % 2147483647, 7);
    })()`;
    const looks = async (page: Page): Promise<number> => {
      const seen = new Set<number>();
      for (let n = 0; n < 14; n++) {
        seen.add(await page.evaluate<number>(look));
        await page.waitForTimeout(20);
      }
      return seen.size;
    };
    const hash = "#chapter=free&rate=20&delay=200";

    const moving = await looks((await open(hash)).page);
    const still = await looks((await open(hash, { reducedMotion: "reduce" })).page);

    expect(moving).toBeGreaterThan(5);
    expect(still).toBe(1);
  });

  test.each([
    [390, 844],
    [1100, 800],
    [1280, 800],
  ])("fits a screen of %d × %d, its lanes in sight on a laptop", async (width, height) => {
    const { page } = await open("#chapter=polling-wins", { viewport: { width, height } });

    const root = "document.documentElement";
    expect(await page.evaluate<number>(`${root}.scrollWidth - ${root}.clientWidth`)).toBe(0);
    if (width < 1000) return;
    const { y, height: tall } = (await page.locator('[data-lane="websocket"]').boundingBox())!;
    expect(y + tall).toBeLessThanOrEqual(height);
  });

  test("takes nothing from the address but what it knows, in its limits", async () => {
    const hostile = encodeURIComponent('"><img src=x onerror=document.title="taken">');
    const { page, deeds } = await open(
      `#chapter=${hostile}&rate=1e9&interval=1&delay=${hostile}&events=${hostile}&payload=99999999&clients=999`,
    );

    expect(await page.locator("img").count()).toBe(0);
    expect(await page.title()).toBe("Why polling waits · Polls Apart");
    expect(await page.locator("article h2").textContent()).toBe("The wait is the interval");
    await expect
      .poll(() => ask(page, "session.settings"), PATIENT)
      .toMatchObject({ rate: 2, pollIntervalMs: 100, delayMs: 30, payloadBytes: 4096, clients: 50 });
    expect(deeds.messages).toEqual([]);
  });

  test("begins its figures anew when a hidden tab is seen again", async () => {
    const { page } = await open("#chapter=free&rate=20&delay=0");
    await expect.poll(() => ask(page, "session.figures('sse').events > 10"), PATIENT).toBe(true);
    const before = await ask<number>(page, "session.began");

    await page.evaluate("document.dispatchEvent(new Event('visibilitychange'))");

    await expect.poll(() => ask(page, "session.began"), PATIENT).toBeGreaterThan(before);
  });

  test("says that its server is gone", async () => {
    const other = await startTestDemo({ assets });
    const { page } = await open("", {}, other.url);

    await other.close();

    await expect.poll(() => page.getByRole("alert").textContent(), PATIENT).toContain("server is gone");
  });
});
