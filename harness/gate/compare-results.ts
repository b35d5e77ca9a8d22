import type { ComparisonRow } from "../../core/comparison.ts";
import { BenchError } from "../../core/errors.ts";
import { METRIC_NAMES, METRICS } from "../../core/metrics.ts";
import type { Result, ResultSummary } from "../../core/result.ts";
import { countedRows, countedValues } from "./counted.ts";
import { type Findings, sideOf } from "./document.ts";
import { compareFingerprints } from "./fingerprint.ts";
import { outcomeOfRows } from "./outcome.ts";
import { HASH_ALONE, measuredIn, subjectDifferences } from "./subject.ts";
import { countsHold, invalidNotes } from "./usable-cells.ts";
import { quantity, share } from "./words.ts";

export interface Labelled {
  /** What the result is called: its path. */
  readonly label: string;
  readonly result: Result;
}

/**
 * Reads two results of two runs side by side. Exact and counted metrics are judged, because they hold on any
 * machine; times are shown with how far apart they are, and never judged: between two runs lies more than a change.
 * Throws INCOMPARABLE where they did not measure the same thing.
 * Times of two machines are not even shown as a change.
 */
export function compareResults(base: Labelled, head: Labelled): Findings {
  refuseOther(base, head);
  const machine = compareFingerprints(base.result, head.result)
    .filter(({ incomparable }) => incomparable === "timing")
    .map(({ what, base: was, head: is }) => `${what}: ${was} there, ${is} here`);
  const ids = head.result.scenario.transports.map(({ id }) => id);
  const rows = ids.flatMap((id) => [
    ...countedRows(id, {
      base: countedValues(cellsOf(base.result, id)),
      head: countedValues(cellsOf(head.result, id), true),
    }),
    ...timingRows(summaryOf(base.result, id), summaryOf(head.result, id), machine.length > 0),
  ]);
  const results = [base.result, head.result];
  const invalid = results.some(({ cells, run }) => run.aborted || cells.some((cell) => !countsHold(cell)));
  const judged = outcomeOfRows(rows, { invalid });
  return {
    kind: "compare",
    advisory: true,
    base: sideOf(base.label, base.result),
    head: sideOf(head.label, head.result),
    outcome: judged === "ok" && machine.length > 0 ? "incomparable" : judged,
    notes: [
      ...results.flatMap(({ run }, i) =>
        run.aborted ? [{ code: "ABORTED", message: `${[base, head][i]!.label} ended early` }] : [],
      ),
      ...machine.map((message) => ({ code: "OTHER_MACHINE", message })),
      {
        code: "ADVISORY",
        message: "two runs at two times: times are shown and never judged; bench ab judges them",
      },
      ...results.flatMap(invalidNotes),
    ],
    rows,
  };
}

function refuseOther(base: Labelled, head: Labelled): void {
  const [was, is] = [base.result.scenario, head.result.scenario];
  if (was.hash === is.hash) return;
  const found = subjectDifferences(measuredIn(base.result), measuredIn(head.result));
  const told = found.length > 0 ? found : [HASH_ALONE];
  throw new BenchError(
    "INCOMPARABLE",
    `${base.label} and ${head.label} did not measure the same thing:\n  ${told.join("\n  ")}`,
    { hint: "compare two results of the same scenario with the same options" },
  );
}

const cellsOf = ({ cells }: Result, id: string) => cells.filter((cell) => cell.id === id && countsHold(cell));

const summaryOf = ({ summary }: Result, id: string): ResultSummary | undefined =>
  summary.find((row) => row.id === id);

function timingRows(
  base: ResultSummary | undefined,
  head: ResultSummary | undefined,
  otherMachine: boolean,
): ComparisonRow[] {
  if (base === undefined || head === undefined) return [];
  return METRIC_NAMES.flatMap((metric): ComparisonRow[] => {
    const { unit, class: metricClass, better } = METRICS[metric];
    const [was, is] = [base.metrics[metric], head.metrics[metric]];
    if (was === undefined || is === undefined || better === "none") return [];
    if (metricClass !== "timing" && metricClass !== "modelled") return [];
    const shared = { id: head.id, metric, unit, class: metricClass, better, base: was.value, head: is.value };
    const from = `${head.id}.${metric} went from ${quantity(was.value, metric)} to ${quantity(is.value, metric)}`;
    if (otherMachine) return [{ ...shared, outcome: "incomparable", message: `${from}, on another machine` }];
    const sign = better === "higher" ? -1 : 1;
    const relative = was.value > 0 ? sign * (is.value / was.value - 1) : undefined;
    return [
      {
        ...shared,
        ...(relative === undefined ? {} : { relative: { estimate: relative } }),
        absolute: { estimate: sign * (is.value - was.value) },
        outcome: "reported",
        message: `${from}${relative === undefined ? "" : ` (${relative > 0 ? "+" : ""}${share(relative)})`}`,
      },
    ];
  });
}
