import { describe, expect, test } from "vitest";
import { drawnComparison } from "../../reports/testing/drawn-comparison.ts";
import { COMPLETE } from "../../reports/testing/recorded-entries.ts";
import { HOSTILE, sampleResult, WEBSOCKET } from "../../reports/testing/sample-result.ts";
import { coloursOf, reports, styleOf } from "./report-page.ts";

const report = reports();

describe("a report that someone forwards", () => {
  test("shows a hostile name as the text it is, everywhere", async () => {
    const [complete] = COMPLETE;
    const evil = { ...complete!, params: { [HOSTILE]: HOSTILE, intervalMs: 1000 } };
    const entries = [
      { ...evil, id: HOSTILE },
      { ...evil, id: `${HOSTILE}2`, params: { [HOSTILE]: HOSTILE, intervalMs: 100 } },
      { ...WEBSOCKET, id: HOSTILE.toUpperCase(), transport: HOSTILE },
    ];
    const notes = [{ code: HOSTILE, message: `${HOSTILE}\u2028` }];
    const base = sampleResult({
      name: HOSTILE,
      description: HOSTILE,
      aborted: true,
      thresholds: [{ id: HOSTILE, metric: HOSTILE, limit: HOSTILE, value: 1, held: false }],
      entries: entries.map((entry) => ({
        ...entry,
        verdict: { warnings: notes },
        prediction: { metrics: { latencyP50Ms: 1 }, ...entry.prediction, failed: notes },
      })),
    });
    const comparison = drawnComparison({
      base: { label: HOSTILE },
      head: { label: HOSTILE },
      notes,
      rows: drawnComparison().rows.map((row) => ({
        ...row,
        id: HOSTILE,
        metric: HOSTILE,
        message: HOSTILE,
      })),
    });
    const result = {
      ...base,
      run: { ...base.run, id: HOSTILE, command: HOSTILE, error: { code: HOSTILE, message: HOSTILE } },
      environment: { ...base.environment, cpuModel: HOSTILE, packages: { [HOSTILE]: HOSTILE } },
      scenario: { ...base.scenario, headers: HOSTILE, overrides: [HOSTILE] },
    };

    const { page, deeds } = await report.open(result, { extras: { comparison } });

    expect(deeds).toEqual({ requests: [], messages: [] });
    expect(await page.locator("img").count()).toBe(0);
    expect(await page.locator("h1").textContent()).toBe(HOSTILE);
    expect(await page.title()).toBe(`${HOSTILE} · Polls Apart`);
    expect(await page.locator("#command").textContent()).toBe(HOSTILE);
    for (const part of ["#results tbody th", "#ladder", "#distribution", "#comparison", ".notes", ".facts"]) {
      expect(await page.locator(part).first().textContent(), part).toContain(HOSTILE);
    }
    for (const id of ["trade-off", "sweep-1-latencyP50Ms"]) {
      expect(await coloursOf(page, id), id).toBeGreaterThan(20);
    }
  });

  test("runs no script and loads nothing but its own, even where markup got in", async () => {
    const intruder =
      '<script>document.title="taken"</script><img src="data:," onerror="document.title=\'taken\'">' +
      '<img src="http://127.0.0.1:9/x.png"><style>h1{display:none}</style><p style="color:red" id="styled">x</p>';

    const { page, deeds } = await report.open(sampleResult(), {
      alter: (html) => html.replace("<main>", () => `<main>${intruder}`),
    });
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
});
