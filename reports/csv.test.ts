import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import { METRIC_NAMES } from "../core/metrics.ts";
import { type CSV_HEADER, renderCsv } from "./csv.ts";
import { HOSTILE, invalid, POLLING, sampleResult, WEBSOCKET } from "./testing/sample-result.ts";

type Line = Readonly<Record<(typeof CSV_HEADER)[number], string>>;

/** The lines as a parser of others reads them; strict about quotes and the number of fields. */
const linesOf = (csv: string): readonly Line[] =>
  parse(csv, { columns: true, record_delimiter: "\r\n" }) as Line[];

describe("a result as CSV", () => {
  it("has a line per entry and metric, with the result's figures in full", () => {
    const result = sampleResult({ blocks: 6, entries: [POLLING, WEBSOCKET] });
    const lines = linesOf(renderCsv(result));

    for (const { id, metrics } of result.summary) {
      const mine = lines.filter((line) => line.id === id);
      expect(mine.map(({ metric }) => metric)).toEqual(METRIC_NAMES.filter((name) => name in metrics));
      for (const { metric, value, low, high } of mine) {
        const figure = metrics[metric]!;
        expect([value, low, high].map((text) => (text === "" ? undefined : Number(text)))).toEqual([
          figure.value,
          figure.low,
          figure.high,
        ]);
      }
    }
  });

  it("starts like this", () => {
    expect(renderCsv(sampleResult()).split("\r\n").slice(0, 2)).toEqual([
      "run,scenario,id,transport,point,status,blocks,metric,unit,value,low,high,predicted",
      expect.stringMatching(
        /^20250102-030405-quick,quick,polling,polling,,valid,1,latencyMeanMs,ms,5\d\d\.\d+,,,$/,
      ),
    ]);
  });

  it("marks invalid figures, and leaves no entry out that was never reached", () => {
    const result = sampleResult({ entries: [invalid(POLLING, "busy"), WEBSOCKET] });
    result.scenario.transports.push({ id: "sse", transport: "sse", params: {} });
    const lines = linesOf(renderCsv(result));

    expect(new Set(lines.filter(({ id }) => id === "polling").map(({ status }) => status))).toEqual(
      new Set(["invalid"]),
    );
    expect(lines.filter(({ id }) => id === "sse")).toMatchObject([
      { status: "missing", metric: "", value: "" },
    ]);
  });

  it("says where in a sweep a figure was taken", () => {
    const result = sampleResult({ entries: [WEBSOCKET] });
    for (const part of [...result.cells, ...result.summary]) part.point = { clients: 500, link: "4g" };
    expect(linesOf(renderCsv(result))[0]?.point).toBe("clients=500;link=4g");
  });

  it.each([
    // [a name, what a parser reads]
    [HOSTILE, HOSTILE],
    ['a "quoted", name', 'a "quoted", name'],
    ["a|b`c`", "a|b`c`"],
    ["=1+1", "'=1+1"],
    ["+1", "'+1"],
    ["-2+3", "'-2+3"],
    ["@SUM(A1)", "'@SUM(A1)"],
    [" =1+1", "' =1+1"],
    ["＝1+1", "'＝1+1"],
    ['=HYPERLINK("http://x","y")', '\'=HYPERLINK("http://x","y")'],
    ["two\r\nlines", "two\ufffd\ufffdlines"],
    ["\t=1+1", "\ufffd=1+1"],
    ["trailing ", "trailing "],
    ["a=1", "a=1"],
  ])("keeps %j in its field, and from being a formula", (name, read) => {
    const [line] = linesOf(renderCsv(sampleResult({ name, entries: [{ ...POLLING, id: name }] })));
    expect([line?.scenario, line?.id, line?.transport]).toEqual([read, read, "polling"]);
  });

  it("leaves negative numbers numbers", () => {
    const result = sampleResult({ entries: [WEBSOCKET] });
    result.summary[0]!.metrics.latencyMeanMs = { value: -0.5 };
    expect(linesOf(renderCsv(result))[0]?.value).toBe("-0.5");
  });
});
