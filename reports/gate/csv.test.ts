import { parse } from "csv-parse/sync";
import { expect, it } from "vitest";
import { HOSTILE_TEXTS, hostileComparison, ROWS, sampleComparison } from "../testing/sample-comparison.ts";
import { visible } from "./clean.ts";
import { renderCsv } from "./csv.ts";

const read = (text: string): Record<string, string>[] =>
  parse(text, { columns: true, record_delimiter: "\r\n" });

it("has a record per row with all digits, and nothing where nothing was measured", () => {
  const records = read(renderCsv(sampleComparison()));
  expect(records).toHaveLength(sampleComparison().rows.length);
  expect(records[5]).toMatchObject({
    scenario: "quick",
    entry: "long-polling",
    metric: "latencyP50Ms",
    base: "0.93",
    head: "1.97",
    relativeLow: "1.07",
    limitRelative: "0.05",
    confirmedBeyond: "true",
    outcome: "regressed",
    comparison: "regressed",
  });
  expect(records[2]).toMatchObject({ metric: "emptyResponseBytes", head: "", relative: "" });
});

it.each(HOSTILE_TEXTS)("a real parser reads %j back, and no spreadsheet runs it", (text) => {
  const comparison = hostileComparison(text);
  const records = read(renderCsv(comparison));
  expect(records).toHaveLength(comparison.rows.length);
  for (const { entry = "", message } of records) {
    expect([visible(text), `'${visible(text)}`]).toContain(entry);
    expect(message).toBe(entry);
    expect(entry).not.toMatch(/^\s*[=+\-@|]/);
  }
});

it("keeps a negative number a number", () => {
  const [record] = read(renderCsv(sampleComparison("ok", { rows: [ROWS.improved] })));
  expect(record?.relative).toBe("-0.138");
});

it("ends every record as RFC 4180 says", () => {
  const csv = renderCsv(sampleComparison());
  expect(csv.endsWith("\r\n")).toBe(true);
  expect(csv.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
});
