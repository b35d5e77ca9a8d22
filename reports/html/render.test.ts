import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Result } from "../../core/result.ts";
import { CHECKABLE, LINK, linked, withTheory } from "../testing/checkable-entries.ts";
import { HOSTILE, sampleResult, THREE, WEBSOCKET, withCosts } from "../testing/sample-result.ts";
import { renderText } from "../text.ts";
import { renderHtml } from "./render.ts";

const page = (result: Result): string => renderHtml(result, { script: "", style: "" });

const NEW_SECTIONS = ["against-theory", "split", "freshness", "recovery"];

describe("the page", () => {
  test("and the terminal render a result written before there were links, theory and freshness", () => {
    const early = new URL("../testing/early-result.json", import.meta.url);
    const older = JSON.parse(readFileSync(early, "utf8")) as Result;

    const html = page(older);

    expect(html).toContain("there is no network between them");
    for (const id of NEW_SECTIONS) expect(html).not.toContain(`id="${id}`);
    expect(renderText(older, { columns: 80, colour: false })).not.toContain("theory");
  });

  test("has a section for everything that makes its figures checkable", () => {
    const html = page(sampleResult({ entries: CHECKABLE.map(linked), link: LINK }));

    for (const id of NEW_SECTIONS) expect(html).toContain(`id="${id}-title"`);
    expect(html).toContain("<dt>Link</dt><dd>through 4g: 35 ms each way");
  });

  test("says of a link that it was made, and what its own error is", () => {
    const html = page(sampleResult({ entries: THREE.map(linked), link: LINK }));

    expect(html).not.toContain("no network between them");
    expect(html).toContain("a relay in user space");
    expect(html).toContain("its own error, 0.21 ms on average, is in every figure");
  });

  test("says whether network bytes were counted or estimated", () => {
    const counted = withCosts(WEBSOCKET, { networkBytesPerEvent: 322 });

    expect(page(sampleResult({ entries: CHECKABLE }))).toContain("estimated from the stream, not measured");
    expect(page(sampleResult({ entries: [counted], netns: true }))).toContain(
      "counted on the loopback interface in a namespace that holds this run alone",
    );
  });

  test("tells a container's limits and what the machine gave, where they are known", () => {
    const sample = sampleResult();
    const calibration = { cpuNsPerRound: 1.624, loopbackP50Ms: 0.016, loopbackP99Ms: 0.038 };
    const limits = { cpuQuota: 1.5, memoryLimitBytes: 512 * 1024 ** 2, v8: "11.3" };
    const html = page({ ...sample, environment: { ...sample.environment, ...limits, calibration } });

    for (const told of [
      "1.5 cores",
      "512 MiB",
      "<td>11.3</td>",
      "CPU 1.62 ns a round · loopback p50 16.0 µs · p99 38.0 µs",
    ]) {
      expect(html).toContain(told);
      expect(page(sample)).not.toContain(told);
    }
  });

  test("escapes what comes from a link, a fault and a prediction", () => {
    const entry = withTheory(WEBSOCKET, {}, [{ code: HOSTILE, message: HOSTILE }]);
    const faults = [{ fault: HOSTILE, atMs: 0, forMs: 1 }];

    const html = page(sampleResult({ entries: [entry], link: { ...LINK, profile: HOSTILE }, faults }));

    expect(html).not.toContain("<img");
    expect(html).toContain("&lt;img");
  });
});

test("many notes leave room for what comes after them, and all are there", () => {
  const note = (block: number) => ({ code: "SLIP", message: `events were published ${block} ms late` });
  const result = sampleResult({ blocks: 8 });
  const cells = result.cells.map((cell) =>
    cell.id === "polling" ? { ...cell, verdict: { ...cell.verdict, warnings: [note(cell.block)] } } : cell,
  );

  const page = renderHtml({ ...result, cells }, { script: "", style: "" });

  expect(page.match(/events were published \d ms late<\/li>/g)).toHaveLength(8);
  expect(page).toContain("<summary>4 more</summary>");
});
