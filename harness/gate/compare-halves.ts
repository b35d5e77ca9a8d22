import type { NamedChangeLimit } from "../../core/change-limit.ts";
import type { Result } from "../../core/result.ts";
import type { Threshold } from "../../core/scenario.ts";
import { campaignRows } from "./campaign-rows.ts";
import { type CellPair, isValidPair } from "./cell-pair.ts";
import type { Labelled } from "./compare-results.ts";
import { type Findings, sideOf } from "./document.ts";
import { familyOf } from "./family.ts";
import { readFamily } from "./readings.ts";
import { FEWEST_PAIRS, LOOKS } from "./statistics/looks.ts";

/**
 * Reads the two halves of one comparison once more; `undefined` where they are not: two results of two runs. What
 * was measured in pairs is judged in pairs, so that the answer is that of the comparison itself.
 */
export function compareHalves(
  base: Labelled,
  head: Labelled,
  limits: readonly NamedChangeLimit[],
): Findings | undefined {
  const pairs = pairsOfHalves(base.result, head.result);
  if (pairs === undefined) return undefined;
  const { transports, thresholds } = head.result.scenario;
  const entries = transports.map(({ id }) => ({
    id,
    pairs: pairs.filter((pair) => pair.entry === id && !pair.confirming && isValidPair(pair)),
  }));
  const family = familyOf(entries);
  const invalid = entries.filter((entry) => entry.pairs.length < FEWEST_PAIRS).map(({ id }) => id);
  const campaign = {
    pairs,
    looks: [],
    family,
    readings: readFamily(entries, family.gated, { limits, strictFamily: false }),
    invalid,
    cutShort: [],
    failedFast: false,
  };
  const scenario = {
    transports: transports.map((entry) => ({ ...entry })),
    thresholds: thresholds.map((each) => ({ ...each, op: each.op as Threshold["op"] })),
  };
  const report = campaignRows({ campaign, scenario, kind: "ab", plan: { looks: [...LOOKS], confirming: 0 } });
  const { aborted } = head.result.run;
  return {
    kind: "compare",
    advisory: false,
    base: sideOf(base.label, base.result),
    head: sideOf(head.label, head.result),
    ...report,
    ...(aborted
      ? {
          outcome: "invalid",
          notes: [{ code: "ABORTED", message: "the comparison ended early" }, ...report.notes],
        }
      : {}),
  };
}

/** The pairs that two results are the halves of; `undefined` where they are not of one comparison. */
function pairsOfHalves(base: Result, head: Result): CellPair[] | undefined {
  if (base.run.id !== head.run.id || base.cells.length === 0) return undefined;
  const halves = new Map(head.cells.map((cell) => [`${cell.id}:${cell.pair}`, cell]));
  const pairs = base.cells.flatMap((cell): CellPair[] => {
    const other = halves.get(`${cell.id}:${cell.pair}`);
    if (cell.side !== "base" || other?.side !== "head" || cell.pair === undefined) return [];
    return [
      { entry: cell.id, pair: cell.pair, confirming: cell.confirming === true, base: cell, head: other },
    ];
  });
  return pairs.length === 0 ? undefined : pairs;
}
