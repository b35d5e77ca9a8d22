import type { MetricValues } from "../core/metrics.ts";
import type { Question } from "../harness/capacity/document.ts";
import type { Miss } from "../harness/capacity/objective.ts";
import type { Measured, Step } from "../harness/capacity/step.ts";
import { ABSENT, formatCount, formatNumber } from "../reports/numbers.ts";
import { type Emphasis, plain, type Style, wrap } from "../reports/terminal.ts";

const HANGING = 8;
const HEADS = ["p50 ms", "p99 ms", "delivered/s", "server CPU", "worker busy"];

/** The steps of a search as lines, its figures unbroken. */
export function stepTable(
  steps: readonly Step[],
  { by }: Question,
  columns: number,
  style: Style,
): readonly string[] {
  const head = ["step", by === "clients" ? "clients" : "events/s", ...HEADS];
  const rows = steps.map((step, i) => [String(i + 1), formatCount(step.point), ...figures(step)]);
  const widths = head.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i]!.length)));
  const figuresOf = (cells: readonly string[]): string =>
    cells.map((cell, i) => `${cell.padStart(widths[i]!)}  `).join("");
  const lines = rows.flatMap((row, i) => withVerdict(figuresOf(row), steps[i]!, columns, style));
  return [style("dim", `${figuresOf(head)}verdict`.slice(0, columns)), ...lines];
}

/** A verdict stands behind the figures, or where it is too long for that in lines of its own below them. */
function withVerdict(figures: string, step: Step, columns: number, style: Style): readonly string[] {
  const verdict = plain(verdictText(step));
  const emphasised = (text: string): string => style(emphasisOf(step), text);
  if (figures.length + verdict.length <= columns) return [figures + emphasised(verdict)];
  const below = wrap(verdict, columns - HANGING).map((text) => " ".repeat(HANGING) + emphasised(text));
  return [figures.trimEnd(), ...below];
}

function emphasisOf({ outcome }: Step): Emphasis {
  return outcome.type === "measured" && outcome.misses.length === 0 ? "good" : "bad";
}

function figures({ outcome }: Step): string[] {
  if (outcome.type === "failed") return HEADS.map(() => ABSENT);
  const { usage, deliveredPerSecond } = outcome;
  const { latencyP50Ms } = outcome.cell.metrics as MetricValues;
  return [
    latencyP50Ms === undefined ? ABSENT : formatNumber(latencyP50Ms),
    p99Text(outcome),
    formatCount(Math.round(deliveredPerSecond)),
    usage.server === undefined ? ABSENT : percent(usage.server),
    percent(usage.worker),
  ];
}

/** The 99th percentile; where there are too few samples for one, what it is not above. */
function p99Text({ cell }: Measured): string {
  const { latencyP99Ms, latencyMaxMs } = cell.metrics as MetricValues;
  if (latencyP99Ms !== undefined) return formatNumber(latencyP99Ms);
  return latencyMaxMs === undefined ? ABSENT : `≤ ${formatNumber(latencyMaxMs)}`;
}

/** What became of a step, in a few words. */
export function verdictText({ outcome }: Step): string {
  if (outcome.type === "failed") return `FAILED: ${outcome.error.message}`;
  return outcome.misses.length === 0 ? "held" : outcome.misses.map(missText).join(", ");
}

function missText(miss: Miss): string {
  switch (miss.type) {
    case "invalid":
      return `INVALID (${miss.codes.join(", ")})`;
    case "lost":
      return `${formatCount(miss.events)} lost`;
    case "missed":
      return miss.value === undefined ? "not measured" : `missed (${formatNumber(miss.value)})`;
    default:
      return miss satisfies never;
  }
}

/** A share of a core, or of a worker's time. */
export const percent = (share: number): string => `${Math.round(share * 100)} %`;
