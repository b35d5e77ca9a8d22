import { appendFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ResultVerdict } from "../../../core/result.ts";
import { sampleResult } from "../../../reports/testing/sample-result.ts";
import { fingerprintId } from "../fingerprint.ts";
import {
  appendHistory,
  historyLines,
  LARGEST_HISTORY_BYTES,
  parseHistory,
  readHistory,
} from "./trend-history.ts";

const RESULT = sampleResult();
const LINES = historyLines(RESULT, "abc123");

let folder = "";
let file = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "history-"));
  file = join(folder, "bench", "history.ndjson");
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("a result's lines", () => {
  it("are one for each entry, with time, commit, fingerprint and values", () => {
    expect(LINES.map(({ entry }) => entry)).toEqual(["polling", "long-polling", "websocket"]);
    expect(LINES[0]).toEqual({
      version: 1,
      at: RESULT.run.startedAt,
      commit: "abc123",
      scenario: "quick",
      hash: RESULT.scenario.hash,
      entry: "polling",
      fingerprint: fingerprintId(RESULT),
      metrics: expect.objectContaining({ latencyP50Ms: RESULT.summary[0]?.metrics.latencyP50Ms?.value }),
    });
  });

  it("are none of a run that was interrupted, nor of an entry that was not validly measured", () => {
    expect(historyLines(sampleResult({ aborted: true }), "abc123")).toEqual([]);
    const [first, ...rest] = RESULT.cells;
    const verdict: ResultVerdict = { status: "invalid", reasons: [], warnings: [] };
    const spoiled = { ...RESULT, cells: [{ ...first!, verdict }, ...rest] };
    expect(historyLines(spoiled, "abc123").map(({ entry }) => entry)).toEqual(["long-polling", "websocket"]);
  });
});

describe("a history", () => {
  it("is made where there is none, grows, and is read as it was written", async () => {
    expect(await readHistory(file)).toEqual({ lines: [], damaged: 0 });
    appendHistory(file, LINES.slice(0, 1));
    appendHistory(file, []);
    appendHistory(file, LINES.slice(1));
    expect(await readHistory(file)).toEqual({ lines: LINES, damaged: 0 });
    expect(readFileSync(file, "utf8").split("\n")).toHaveLength(LINES.length + 1);
  });

  it("loses nothing but its last line where that was cut off, and goes on after it", async () => {
    appendHistory(file, LINES.slice(0, 2));
    truncateSync(file, readFileSync(file).length - 20);
    expect(await readHistory(file)).toEqual({ lines: LINES.slice(0, 1), damaged: 1 });
    appendHistory(file, LINES.slice(2));
    expect(await readHistory(file)).toEqual({ lines: [LINES[0], LINES[2]], damaged: 1 });
  });

  it("keeps a last line that lacks nothing but its end", async () => {
    appendHistory(file, LINES.slice(0, 1));
    truncateSync(file, readFileSync(file).length - 1);
    appendHistory(file, LINES.slice(1, 2));
    expect(await readHistory(file)).toEqual({ lines: LINES.slice(0, 2), damaged: 0 });
  });

  it("can be cut off anywhere", () => {
    const text = `${JSON.stringify(LINES[0])}\n${JSON.stringify(LINES[1])}`;
    for (let end = 0; end <= text.length; end++) {
      const { lines, damaged } = parseHistory(text.slice(0, end));
      expect(lines.length + damaged).toBeLessThanOrEqual(2);
      for (const [i, line] of lines.entries()) expect(line).toEqual(LINES[i]);
    }
  });

  it.each([
    ["null"],
    ["[]"],
    ["{}"],
    [JSON.stringify({ ...LINES[0], version: 2 })],
    [JSON.stringify({ ...LINES[0], metrics: { latencyP50Ms: "fast" } })],
    [JSON.stringify({ ...LINES[0], at: undefined })],
  ])("counts %s as damaged", async (line) => {
    appendHistory(file, LINES);
    appendFileSync(file, `${line}\n`);
    expect(await readHistory(file)).toEqual({ lines: LINES, damaged: 1 });
  });

  it("is not read when it is too large to be one", async () => {
    const large = join(folder, "large.ndjson");
    writeFileSync(large, "");
    truncateSync(large, LARGEST_HISTORY_BYTES + 1);
    await expect(readHistory(large)).rejects.toThrow("a history has at most");
  });
});
