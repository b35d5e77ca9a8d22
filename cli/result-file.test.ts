import { expect, it } from "vitest";
import { sampleComparison } from "../reports/testing/sample-comparison.ts";
import { parseComparison, parseResult } from "./result-file.ts";

it.each([
  // [what is wrong, text, what the message says]
  ["not JSON", "{", /^a\.json is not JSON: /],
  ["no result at all", "[]", /^a\.json has no schemaVersion; this program reads version 1$/],
  ["nothing", "null", /^a\.json has no schemaVersion/],
  ["a later version", '{"schemaVersion":2}', /^a\.json has schemaVersion 2; this program reads version 1$/],
  ["a torso", '{"schemaVersion":1}', /^a\.json is not a whole result:\n {2}the document: must have required/],
  [
    "a wrong field",
    '{"schemaVersion":1,"tool":{"name":"polls-apart","version":7}}',
    /\n {2}\/tool\/version: must be string/,
  ],
])("refuses %s", (_, text, message) => {
  expect(() => parseResult(text, "a.json")).toThrow(expect.objectContaining({ code: "RESULT_INVALID" }));
  expect(() => parseResult(text, "a.json")).toThrow(message);
});

it("takes a comparison that bench ab has written, and nothing else for one", () => {
  const comparison = sampleComparison();
  expect(parseComparison(JSON.stringify(comparison), "a.json")).toEqual(comparison);
  expect(() => parseComparison(JSON.stringify({ ...comparison, kind: "guess" }), "a.json")).toThrow(
    /^a\.json is not a whole comparison:\n {2}\/kind: /,
  );
  expect(() => parseResult(JSON.stringify(comparison), "a.json")).toThrow(/^a\.json is not a whole result:/);
});
