import { expect, it } from "vitest";
import type { Comparison } from "../core/comparison.ts";
import { gateExit } from "./gate-exit.ts";

it.each<[Comparison["kind"], Comparison["outcome"], boolean, number]>([
  ["ab", "ok", true, 0],
  ["ab", "regressed", false, 99],
  ["check", "regressed", false, 99],
  ["ab", "inconclusive", false, 0],
  ["ab", "inconclusive", true, 97],
  ["compare", "incomparable", false, 0],
  ["compare", "incomparable", true, 97],
  ["ab", "invalid", false, 98],
  ["aa", "regressed", false, 0], // the machine's doing
  ["aa", "regressed", true, 97],
  ["aa", "invalid", false, 98],
])("%s that is %s (strict: %s) ends with %d", (kind, outcome, strict, code) => {
  expect(gateExit({ kind, outcome } as Comparison, { strict })).toBe(code);
});

it("ends as the signal has it, whatever was found before", () => {
  const found = { kind: "ab", outcome: "regressed" } as Comparison;
  expect(gateExit(found, { strict: true, signal: "SIGINT" })).toBe(130);
  expect(gateExit(found, { strict: true, signal: "SIGTERM" })).toBe(143);
});
