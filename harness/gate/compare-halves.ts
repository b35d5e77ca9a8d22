import { isMetricName, type MetricName } from "../../core/metrics.ts";
import type { Result } from "../../core/result.ts";
import type { Threshold } from "../../core/scenario.ts";
import { campaignRows } from "./campaign-rows.ts";
import { type CellPair, isValidPair } from "./cell-pair.ts";
import type { Labelled } from "./compare-results.ts";
import { type Findings, sideOf } from "./document.ts";
import { readFamily } from "./readings.ts";
import { versionNotes } from "./version-notes.ts";

/**
 * Reads the two halves of one comparison once more, as it was judged itself; `undefined` where they are not: two
 * results of two runs. What was measured in pairs is judged in pairs, so that the answer is that of the comparison.
 */
export function compareHalves(base: Labelled, head: Labelled): Findings | undefined {
  const pairs = pairsOfHalves(base.result, head.result);
  const { comparison: judged, aborted } = head.result.run;
  if (pairs === undefined || judged === undefined) return undefined;
  const { transports, thresholds, limits = [] } = head.result.scenario;
  const entries = transports.map(({ id }) => ({
    id,
    pairs: pairs.filter((pair) => pair.entry === id && !pair.confirming && isValidPair(pair)),
  }));
  const family = {
    gated: measured(judged.judged),
    ungated: measured(judged.ungated),
    lost: measured(judged.lost),
  };
  // How each stood is known; the pairs say by how much it changed.
  const readings = readFamily(entries, family.gated, { limits, strictFamily: judged.strictFamily }).map(
    (reading, i) => ({ ...reading, standing: family.gated[i]!.standing }),
  );
  const scenario = {
    transports: transports.map((entry) => ({ ...entry })),
    thresholds: thresholds.map((each) => ({ ...each, op: each.op as Threshold["op"] })),
  };
  const campaign = { ...judged, pairs, looks: [], family, readings };
  const report = campaignRows({ campaign, scenario, limits });
  const [was, is] = [sideOf(base.label, base.result), sideOf(head.label, head.result)];
  const notes = [...versionNotes(was, is, report.rows), ...report.notes];
  return {
    kind: judged.kind === "aa" ? "aa" : "compare",
    advisory: false,
    base: was,
    head: is,
    rows: report.rows,
    outcome: aborted ? "invalid" : report.outcome,
    notes: aborted ? [{ code: "ABORTED", message: "the comparison ended early" }, ...notes] : notes,
  };
}

/** Those whose metric this version knows. */
const measured = <T extends { readonly metric: string }>(named: readonly T[]) =>
  named.filter((each): each is T & { readonly metric: MetricName } => isMetricName(each.metric));

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
