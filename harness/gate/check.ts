import type { Baseline } from "../../core/baseline.ts";
import type { ComparisonRow } from "../../core/comparison.ts";
import { BenchError } from "../../core/errors.ts";
import { METRICS, type MetricName } from "../../core/metrics.ts";
import type { Result } from "../../core/result.ts";
import type { Threshold } from "../../core/scenario.ts";
import { differencesFrom } from "./baseline.ts";
import { countedRows, countedValues } from "./counted.ts";
import { type Findings, sideOf } from "./document.ts";
import { outcomeOfRows } from "./outcome.ts";
import { thresholdRows } from "./threshold-rows.ts";
import { countsHold, invalidNotes } from "./usable-cells.ts";
import { versionNotes } from "./version-notes.ts";

export interface CheckOptions {
  readonly result: Result;
  /** What the result is called: its path. */
  readonly label: string;
  /** What the baseline is called, and what it holds; absent where only thresholds are checked. */
  readonly baseline?: { readonly label: string; readonly holds: Baseline };
  readonly thresholds: readonly Threshold[];
}

/**
 * Checks one result: thresholds, and exact and counted metrics against a baseline. No time is ever compared with a
 * stored one. Throws INCOMPARABLE where the baseline is of something else.
 */
export function checkResult({ result, label, baseline, thresholds }: CheckOptions): Findings {
  if (baseline !== undefined) refuseOther(baseline.label, baseline.holds, result);
  const ids = [
    ...new Set([
      ...result.scenario.transports.map(({ id }) => id),
      ...Object.keys(baseline?.holds.entries ?? {}),
    ]),
  ];
  const rows = ids.flatMap((id) => [
    ...thresholdRows(id, thresholds, result.summary),
    ...(baseline === undefined ? [] : baselineRows(id, baseline.holds, result)),
  ]);
  const unusable = result.cells.some((cell) => !countsHold(cell)) || result.run.aborted;
  const late = rows.some((row) => row.class === "threshold" && isTimed(row) && isLate(row.id, result));
  return {
    kind: "check",
    advisory: false,
    base: baseline === undefined ? { label: "thresholds only" } : sideOfBaseline(baseline),
    head: sideOf(label, result),
    outcome: outcomeOfRows(rows, { invalid: unusable || late }),
    notes: [
      ...abortedNotes(result),
      ...(baseline === undefined ? [] : versionNotes(baseline.holds.environment, result.environment, rows)),
      ...invalidNotes(result),
    ],
    rows,
  };
}

function refuseOther(label: string, baseline: Baseline, result: Result): void {
  const differences = differencesFrom(baseline, result);
  if (differences.length === 0) return;
  throw new BenchError(
    "INCOMPARABLE",
    `${label} is of another scenario than this result:\n  ${differences.join("\n  ")}`,
    {
      hint: "run the scenario as the baseline has it, or take the new one over: bench accept --reason <why>",
    },
  );
}

function baselineRows(id: string, { entries }: Baseline, { cells }: Result): ComparisonRow[] {
  const own = cells.filter((cell) => cell.id === id && countsHold(cell));
  const rows = countedRows(id, { base: entries[id] ?? {}, head: countedValues(own, true) });
  // What chance brought into few cells is in no baseline, either.
  const steady = countedValues(own);
  return rows.map((row) =>
    row.outcome === "new" && steady[row.metric as MetricName] !== undefined ? uncovered(row) : row,
  );
}

/** A metric that the baseline does not have is held to nothing: that fails, until it is accepted. */
const uncovered = (row: ComparisonRow): ComparisonRow => ({
  ...row,
  outcome: "missing",
  message: `${row.message}; it is missing in the baseline`,
});

const isTimed = ({ metric }: ComparisonRow): boolean =>
  ["timing", "modelled"].includes(METRICS[metric as MetricName].class);

const isLate = (id: string, { cells }: Result): boolean =>
  cells.some((cell) => cell.id === id && cell.verdict.status === "invalid");

function sideOfBaseline({ label, holds }: NonNullable<CheckOptions["baseline"]>): Findings["base"] {
  const { node, packages } = holds.environment;
  return { label, node, packages: { ...packages } };
}

function abortedNotes({ run }: Result): Findings["notes"] {
  return run.aborted ? [{ code: "ABORTED", message: "the run ended early: its result decides nothing" }] : [];
}
