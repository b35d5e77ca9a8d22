import { describe, expect, test } from "vitest";
import { rowsOf } from "../../rows.ts";
import { CHECKABLE, linked, withTheory } from "../../testing/checkable-entries.ts";
import { POLLING, sampleResult, WEBSOCKET, withCosts } from "../../testing/sample-result.ts";
import { type Finding, isFigure } from "../figure.ts";
import { identify } from "../identity.ts";
import { Markup } from "../markup.ts";
import { findingsOf } from "./index.ts";

const findings = (options: Parameters<typeof sampleResult>[0] = {}): ReadonlyMap<string, Finding> => {
  const result = sampleResult(options);
  const rows = rowsOf(result);
  const looks = identify(rows);
  const drawn = rows.map((row) => ({ row, series: looks.get(row)! }));
  return new Map(findingsOf(drawn, result).map((finding) => [finding.id, finding]));
};

/** The bars of a chart that has some. */
function barsOf(finding: Finding | undefined) {
  if (finding === undefined || !isFigure(finding) || finding.chart.kind !== "bars")
    throw new Error("no bars");
  return finding.chart;
}

/** What a table's cell says, without its markup. */
const said = (content: unknown): string =>
  (content instanceof Markup ? content.text : String(content)).replaceAll(/<[^>]*>/g, "|");

describe("against theory", () => {
  test("says how many figures are as predicted, and which is furthest off", () => {
    const { conclusion, table, notes } = findings({ entries: CHECKABLE }).get("against-theory")!;

    expect(conclusion).toBe(
      "14 of 16 figures that theory predicts are as predicted (within 5 % or 1.5 ms); the furthest off is long polling’s bytes, 1,122 against 819, 37 % above theory.",
    );
    expect(table.lines.map((line) => said(line.at(-1)))).toEqual([
      "465|theory 447||as predicted|",
      "1,122|theory 819||37 % above theory|",
      "216|theory 216||as predicted|",
    ]);
    expect(notes).toEqual([
      "long-polling: no answer came without waiting for an event, so its time is taken as the link's round trip, 0 ms",
    ]);
  });

  test("gives the reason where nothing is predicted", () => {
    const failed = [{ code: "DISTURBED", message: "the link is cut" }];

    const finding = findings({ entries: [withTheory(POLLING, {}, failed)] }).get("against-theory")!;

    expect(finding.conclusion).toBe("Theory predicts nothing here, for the reasons below.");
    expect(finding.notes).toEqual(["polling: the link is cut"]);
  });

  test("is left out of results that know no theory", () => {
    expect(findings().has("against-theory")).toBe(false);
  });
});

describe("where the time goes", () => {
  test("draws shares that add up to the whole, and tables parts that add up to what stands at the bar's end", () => {
    const split = findings({ entries: CHECKABLE }).get("split")!;
    const chart = barsOf(split);
    const { table, conclusion } = split;

    for (const { values } of chart.bars) expect(values.reduce((a, b) => a + b)).toBeCloseTo(100, 1);
    expect(chart.ends).toEqual(["501 ms", "1.11 ms", "0.45 ms"]);
    expect(table.lines.map((line) => line.slice(1))).toEqual([
      ["0", "499", "0.90", "0.30", "501"],
      ["0.12", "0.080", "0.79", "0.12", "1.11"],
      ["0.11", "0", "0.30", "0.040", "0.45"],
    ]);
    expect(conclusion).toBe(
      "Of the mean latency, 100 % of polling’s is waiting for the poll, 71 % of long polling’s is transit and 67 % of WebSocket’s is transit.",
    );
  });

  test("draws nothing for a part below zero and still shows it", () => {
    const noisy = withCosts(WEBSOCKET, { splitTransitMs: 0.3, splitClientMs: -0.001 });

    const split = findings({ entries: [noisy] }).get("split")!;

    expect(barsOf(split).bars[0]?.values).toEqual([0, 0, 100, 0]);
    expect(split.table.lines[0]?.slice(1)).toEqual(["–", "–", "0.30", "-0.0010", "0.30"]);
  });
});

describe("bytes on the network", () => {
  test("are marked wherever they are an estimate", () => {
    const bytes = findings({ entries: CHECKABLE }).get("bytes")!;
    const chart = barsOf(bytes);
    const { table, reading } = bytes;

    expect([chart.parts.at(-1), chart.ends]).toEqual(["TCP/IP, estimated", ["≈ 507", "≈ 1,276", "≈ 320"]]);
    expect(table.lines.map((line) => line.at(-2))).toEqual([
      "≈ 507 estimated",
      "≈ 1,276 estimated",
      "≈ 320 estimated",
    ]);
    expect(reading).toContain("It was not measured.");
  });

  test("are called measured where they were, whatever the estimate says", () => {
    const counted = withCosts(CHECKABLE[2]!, { networkBytesPerEvent: 322, networkPacketsPerEvent: 2.01 });

    const bytes = findings({ entries: [counted] }).get("bytes")!;
    const chart = barsOf(bytes);

    expect([chart.parts.at(-1), chart.ends]).toEqual(["TCP/IP, measured", ["322"]]);
    expect(chart.bars[0]?.values).toEqual([212, 0, 4, 106]);
    expect(bytes.table.lines[0]?.slice(-2)).toEqual(["322 measured", "2.01"]);
  });
});

describe("freshness and recovery", () => {
  test("name the freshest first and put theory beside mean and peak", () => {
    const { conclusion, table } = findings({ entries: CHECKABLE }).get("freshness")!;

    expect(conclusion).toBe(
      "On average the newest event a client had was 250 ms old with WebSocket, 251 ms old with long polling and 748 ms old with polling.",
    );
    expect(table.lines[0]?.slice(1).map(said)).toEqual([
      "748|theory 751||as predicted|",
      "1,010|theory 1,009||as predicted|",
    ]);
  });

  test("tell of those alone that came back from something", () => {
    const { conclusion, table } = findings({ entries: [linked(POLLING), WEBSOCKET] }).get("recovery")!;

    expect(conclusion).toBe("Polling: everyone was back after 1,203 ms, 200 reconnections.");
    expect(table.lines.map((line) => line.slice(1))).toEqual([["1,203", "200"]]);
  });
});
