import { expect, test } from "vitest";
import { columnsFor } from "./columns.ts";
import { isMicro } from "./micro.ts";
import { rowsOf } from "./rows.ts";
import { verdictSentence } from "./sentence.ts";
import { microResult } from "./testing/micro-result.ts";
import { sampleResult } from "./testing/sample-result.ts";

const PATHS = microResult({ fast: [0.1, 0.09, 0.11], slow: [6.8, 6.5, 7.2], level: [0.99, 0.9, 1.1] });

test("hot paths are judged beside their references, by their intervals", () => {
  expect(verdictSentence(PATHS)).toBe(
    "1 of 3 hot paths is faster than its reference, fast most, 10× as fast; " +
      "1 cannot be told apart from theirs; slower is slow, 6.8× the time.",
  );
});

test("their table has columns of their own", () => {
  const rows = rowsOf(PATHS);

  expect([isMicro(rows), isMicro(rowsOf(sampleResult()))]).toEqual([true, false]);
  expect(columnsFor(rows).map(({ metric }) => metric)).toEqual([
    "opP50Ns",
    "referenceOpP50Ns",
    "opReferenceRatio",
  ]);
});
