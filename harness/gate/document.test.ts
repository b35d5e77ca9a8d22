import { expect, it } from "vitest";
import { verdictOf } from "../../reports/gate/findings.ts";
import { sampleResult } from "../../reports/testing/sample-result.ts";
import { compareResults } from "./compare-results.ts";
import { comparisonOf } from "./document.ts";

it("a comparison of two results counts the cells of both, and is cut short where either was", () => {
  const head = sampleResult();
  const base = sampleResult({ aborted: true });
  const findings = compareResults({ label: "base", result: base }, { label: "head", result: head });
  const comparison = comparisonOf(findings, {
    result: head,
    base,
    command: "bench compare",
    at: new Date(0),
  });
  expect(comparison.cells.run).toBe(base.cells.length + head.cells.length);
  expect(comparison.run.aborted).toBe(true);
  expect(verdictOf(comparison).word).toBe("aborted");
  expect(comparison.notes[0]).toMatchObject({ code: "ABORTED", message: "base ended early" });
});
