import type { Comparison, ComparisonRow, ComparisonSide, RowOutcome } from "../../core/comparison.ts";
import { formatDuration } from "../../core/units.ts";
import { counted } from "../names.ts";
import { clip, visible } from "./clean.ts";

/** How a comparison ended, in the words of every output. */
export interface Verdict {
  readonly word: "aborted" | "invalid" | "incomparable" | "regressed" | "inconclusive" | "ok";
  readonly sentence: string;
}

const SENTENCE_LENGTH = 300;

/** The order in which rows that need attention are told. */
const GRAVEST: readonly RowOutcome[] = ["regressed", "missing", "inconclusive"];

/** The rows that made the comparison what it is, gravest first, the scenario's order within. */
export function causesOf(comparison: Comparison): readonly ComparisonRow[] {
  const rows = shownRows(comparison);
  return GRAVEST.flatMap((outcome) => rows.filter((row) => row.outcome === outcome));
}

/** Rows with one of the outcomes given. */
export function rowsWith({ rows }: Comparison, ...outcomes: readonly RowOutcome[]): readonly ComparisonRow[] {
  return rows.filter(({ outcome }) => outcomes.includes(outcome));
}

/** The rows as they may be shown: judged only where the comparison decides anything. */
export function shownRows(comparison: Comparison): readonly ComparisonRow[] {
  const { rows } = comparison;
  return decides(comparison) ? rows : rows.map((row) => ({ ...row, outcome: "reported" }));
}

/** Whether the figures decide anything: not when the run was cut short, or measured the harness. */
export const decides = ({ run, outcome }: Comparison): boolean => !run.aborted && outcome !== "invalid";

/** The verdict as a word and a sentence. */
export function verdictOf(comparison: Comparison): Verdict {
  const { run, outcome, cells } = comparison;
  if (run.aborted) {
    const cause = run.error === undefined ? "" : `: ${clip(run.error.message, SENTENCE_LENGTH)}`;
    return { word: "aborted", sentence: `the run ended early, nothing here decides anything${cause}` };
  }
  switch (outcome) {
    case "regressed":
      return { word: outcome, sentence: regressed(comparison) };
    case "inconclusive": {
      const open = rowsWith(comparison, "inconclusive").length;
      if (open === 0)
        return { word: outcome, sentence: "this run could not tell whether anything got worse" };
      return {
        word: outcome,
        sentence: `${of(open, comparison)} may have got worse beyond ${one(open, "its limit", "their limits")}; this run could not tell`,
      };
    }
    case "incomparable":
      return { word: outcome, sentence: "the two sides cannot be compared in everything that has a limit" };
    case "invalid":
      return {
        word: outcome,
        sentence: `${cells.invalid} of ${counted(cells.run, "cell")} measured the harness instead of the server: nothing here decides anything`,
      };
    case "ok":
      return { word: outcome, sentence: fine(comparison) };
    default:
      return outcome satisfies never;
  }
}

function regressed(comparison: Comparison): string {
  const worse = rowsWith(comparison, "regressed").length;
  const missing = rowsWith(comparison, "missing").length;
  const parts = [
    ...(worse > 0 || missing === 0
      ? [`${of(worse, comparison)} got worse beyond ${one(worse, "its limit", "their limits")}`]
      : []),
    ...(missing > 0
      ? [`${counted(missing, "metric")} ${one(missing, "is", "are")} missing on one side`]
      : []),
  ];
  return parts.join("; ");
}

function fine(comparison: Comparison): string {
  const judged = judgedIn(comparison);
  const better = rowsWith(comparison, "improved").length;
  const kept =
    judged === 0
      ? "no metric had a limit"
      : `none of ${counted(judged, "metric")} got worse beyond its limit`;
  return kept + (better === 0 ? "" : `; ${better} got better`);
}

const one = (count: number, singular: string, plural: string): string => (count === 1 ? singular : plural);
const of = (count: number, comparison: Comparison): string =>
  `${count} of ${counted(judgedIn(comparison), "metric")}`;

/** How many rows had a limit to keep. */
export function judgedIn({ rows }: Comparison): number {
  return rows.filter(({ outcome }) => !["reported", "incomparable", "new"].includes(outcome)).length;
}

/** What was compared, how often and how long, in parts. */
export function circumstancesOf(comparison: Comparison): readonly string[] {
  const { base, head, looks, run, kind, advisory } = comparison;
  return [
    ...(kind === "aa" ? [] : [`base ${sideText(base)}`]),
    `head ${sideText(head)}`,
    ...looksText(looks, decides(comparison)),
    ...(run.durationMs > 0 ? [formatDuration(run.durationMs)] : []),
    ...(advisory ? ["advisory: two runs at two times, timing never fails"] : []),
  ];
}

function sideText({ label, commit, dirty }: ComparisonSide): string {
  const marks = [
    ...(commit === undefined || commit === label ? [] : [visible(commit).slice(0, 7)]),
    ...(dirty ? ["uncommitted changes"] : []),
  ];
  // Who asked for a commit by its number need not read it twice.
  const name = label === commit ? visible(commit).slice(0, 7) : clip(label);
  return name + (marks.length === 0 ? "" : ` (${marks.join(", ")})`);
}

function looksText(looks: Comparison["looks"], decided: boolean): readonly string[] {
  const last = looks.at(-1);
  if (last === undefined) return [];
  const when = looks.length === 1 ? "at the first look" : `at look ${looks.length}`;
  return [`${counted(last.pairs, "pair")}, ${decided ? "decided" : "ended"} ${when}`];
}
