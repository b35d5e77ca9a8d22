import type { Comparison, ComparisonRow } from "../../core/comparison.ts";
import { visible } from "./clean.ts";
import { rowsWith, verdictOf } from "./findings.ts";

/** A thing to do next: why, and the command. */
export interface NextStep {
  readonly why: string;
  readonly command: string;
}

/** Names that a shell takes as they stand; any other is left for the reader to fill in. */
const HARMLESS = /^[\w-]+$/;
const PATH = /^[\w./][\w./-]*$/;
/** What accept takes by itself. */
const LATEST = /^bench-results\/latest(\/result\.json)?$/;
const MOST_NAMES = 8;

/** What a reader would do next, most likely first. */
export function nextSteps(comparison: Comparison): readonly NextStep[] {
  const { word } = verdictOf(comparison);
  const again: NextStep = { why: "again", command: visible(comparison.run.command) };
  const noise: NextStep = { why: "what this machine can tell", command: aa(comparison) };
  if (comparison.kind === "aa") return [];
  switch (word) {
    case "aborted":
    case "invalid":
      return [again];
    case "regressed":
      return [again, ...acceptance(comparison, rowsWith(comparison, "regressed", "missing"), "if intended")];
    case "inconclusive":
      return [again, noise];
    case "incomparable":
      return [];
    case "ok":
      return acceptance(comparison, rowsWith(comparison, "new"), "to take up what is new");
    default:
      return word satisfies never;
  }
}

/** Only what has a baseline can be accepted; a slower head that is merged becomes the next base by itself. */
function acceptance(
  { kind, base, head, scenario }: Comparison,
  rows: readonly ComparisonRow[],
  why: string,
): readonly NextStep[] {
  const stored = rows.filter((row) => row.class === "exact" || row.class === "counted");
  if (kind !== "check" || stored.length === 0) return [];
  const safe = stored.every(({ id, metric }) => HARMLESS.test(id) && HARMLESS.test(metric));
  const names =
    safe && stored.length <= MOST_NAMES
      ? ` --metric ${stored.map(({ id, metric }) => `${id}.${metric}`).join(",")}`
      : "";
  const result = LATEST.test(head.label) ? "" : ` ${pathOr(head.label, "<result>")}`;
  const usual = base.label === `.bench/baselines/${scenario.name}.json`;
  const baseline = usual ? "" : ` --baseline ${pathOr(base.label, "<baseline>")}`;
  return [{ why, command: `bench accept${result}${names}${baseline} --reason "…"` }];
}

const pathOr = (label: string, otherwise: string): string => (PATH.test(label) ? label : otherwise);

function aa({ scenario }: Comparison): string {
  return `bench ab --aa ${HARMLESS.test(scenario.name) ? scenario.name : "<scenario>"}`;
}
