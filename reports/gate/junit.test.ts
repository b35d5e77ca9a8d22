import { readFileSync } from "node:fs";
import { DOMParser, type Element, onErrorStopParsing } from "@xmldom/xmldom";
import { expect, it } from "vitest";
import { validateXML } from "xmllint-wasm";
import { OUTCOMES } from "../../core/comparison.ts";
import { HOSTILE_TEXTS, hostileComparison, ROWS, sampleComparison } from "../testing/sample-comparison.ts";
import { renderJunit } from "./junit.ts";

const schema = readFileSync(new URL("testing/junit.xsd", import.meta.url), "utf8");

const parsed = (xml: string): Element =>
  new DOMParser({ onError: onErrorStopParsing }).parseFromString(xml, "text/xml").documentElement!;
const named = (element: Element, name: string): readonly Element[] => [...element.getElementsByTagName(name)];
const casesWith = (root: Element, child: string): readonly string[] =>
  named(root, "testcase")
    .filter((element) => named(element, child).length > 0)
    .map((element) => `${element.getAttribute("classname")} ${element.getAttribute("name")}`);

it("keeps the published schema, whatever the outcome and the names", async () => {
  const documents = [
    ...OUTCOMES.map((outcome) => renderJunit(sampleComparison(outcome))),
    ...HOSTILE_TEXTS.flatMap((text) =>
      OUTCOMES.map((outcome) => renderJunit(hostileComparison(text, outcome))),
    ),
  ];
  const { valid, errors } = await validateXML({
    xml: documents.map((contents, index) => ({ fileName: `${index}.xml`, contents })),
    schema: [schema],
  });
  expect(errors).toEqual([]);
  expect(valid).toBe(true);
});

it("would not pass that schema with a count or a name missing", async () => {
  const xml = renderJunit(sampleComparison()).replace(' failures="2"', "");
  expect((await validateXML({ xml, schema: [schema] })).valid).toBe(false);
});

it("has a suite for the comparison and one per entry, and a case per row", () => {
  const root = parsed(renderJunit(sampleComparison()));
  const suites = named(root, "testsuite").map((suite) => [
    suite.getAttribute("name"),
    suite.getAttribute("tests"),
    suite.getAttribute("failures"),
    suite.getAttribute("skipped"),
  ]);
  expect(suites).toEqual([
    ["quick.comparison", "1", "0", "0"],
    ["quick.websocket", "5", "1", "1"],
    ["quick.polling", "4", "2", "1"],
    ["quick.long-polling", "1", "1", "0"],
  ]);
  expect([root.getAttribute("tests"), root.getAttribute("failures")]).toEqual(["11", "4"]);
});

it("fails what regressed or is missing, skips what could not be told, and passes the rest", () => {
  const root = parsed(renderJunit(sampleComparison()));
  expect(casesWith(root, "failure")).toEqual([
    "quick.websocket latencyP99Ms < 50",
    "quick.polling requestBytes",
    "quick.polling emptyResponseBytes",
    "quick.long-polling latencyP50Ms",
  ]);
  expect(casesWith(root, "skipped")).toEqual([
    "quick.websocket clientLoopUtilization",
    "quick.polling latencyP99Ms",
  ]);
  expect(casesWith(root, "error")).toEqual([]);
});

it("tells every figure in the body of a failure", () => {
  const root = parsed(renderJunit(sampleComparison("regressed", { rows: [ROWS.regressed] })));
  const body = named(root, "failure")[0]?.textContent ?? "";
  expect(body.split("\n")).toEqual([
    "long-polling latencyP50Ms got worse by 112 %, from 0.93 to 1.97 ms; the limit is 5 % and 0.5 ms",
    "base: 0.93 ms",
    "head: 1.97 ms",
    "change: +112 % [+107, +116], positive is worse",
    "in its unit: +1.04 ms [+0.99, +1.08], positive is worse",
    "limit: 5 % and 0.5 ms",
    "pairs: 12",
    "smallest change this run could have shown: 3.1 %",
    "confirmation: 12 fresh pairs: +109 %, beyond the limit again",
  ]);
});

it("is an error and judges no row when the measurement is invalid or was cut short", () => {
  const aborted = sampleComparison("regressed");
  for (const comparison of [
    sampleComparison("invalid"),
    { ...aborted, run: { ...aborted.run, aborted: true } },
  ]) {
    const root = parsed(renderJunit(comparison));
    expect(casesWith(root, "error")).toEqual(["quick comparison"]);
    expect(casesWith(root, "failure")).toEqual([]);
    expect(casesWith(root, "skipped")).toHaveLength(comparison.rows.length);
  }
});

it("fails by itself where no row says why it regressed", () => {
  const root = parsed(renderJunit(sampleComparison("regressed", { rows: [] })));
  expect(casesWith(root, "failure")).toEqual(["quick comparison"]);
});

it.each(HOSTILE_TEXTS)("a real parser reads the same elements with %j in every field", (text) => {
  const plain = parsed(renderJunit(sampleComparison("regressed", { rows: [ROWS.regressed, ROWS.ok] })));
  const hostile = hostileComparison(text);
  const root = parsed(renderJunit({ ...hostile, rows: hostile.rows.slice(5, 7) }));
  const shape = (element: Element) => [...element.getElementsByTagName("*")].map(({ tagName }) => tagName);
  expect(shape(root).filter((name) => name !== "testsuite")).toEqual(
    shape(plain).filter((name) => name !== "testsuite"),
  );
});

it("of a build and itself has no failures: what differs is the machine's", () => {
  const { regressed, missing } = ROWS;
  const root = parsed(renderJunit(sampleComparison("regressed", { kind: "aa", rows: [regressed, missing] })));
  expect(casesWith(root, "failure")).toEqual([]);
  expect(casesWith(root, "skipped")).not.toEqual([]);
});
