import type { Result } from "../core/result.ts";
import { counted } from "./names.ts";
import type { Row } from "./rows.ts";
import { CLEAR_FACTOR } from "./ties.ts";

/** From so many blocks on a summary has intervals. */
export const INTERVAL_BLOCKS = 6;

/** Whether any row's figures have intervals. */
export const hasIntervals = (rows: readonly Row[]): boolean =>
  rows.some(({ metrics }) => Object.values(metrics).some(({ low }) => low !== undefined));

/** How much the figures of a run can bear, and what would make them bear more. */
export function certainty(result: Result, rows: readonly Row[]): string {
  const valid = rows.filter(({ status }) => status === "valid");
  if (valid.length === 0) return "Not at all: no cell is valid";
  const fewest = Math.min(...valid.map(({ blocks }) => blocks));
  const most = Math.max(...valid.map(({ blocks }) => blocks));
  const range = fewest === most ? String(most) : `${fewest} to ${most}`;
  const blocks =
    most === 1
      ? "Each was measured once (1 block)"
      : `Each was measured ${range} times (${range} valid blocks)`;
  const left = result.cells.length - valid.reduce((sum, { blocks: used }) => sum + used, 0);
  const without = left > 0 ? `, ${counted(left, "cell")} left out as invalid` : "";
  if (fewest >= INTERVAL_BLOCKS && hasIntervals(valid)) {
    return (
      `${blocks}${without}: intervals hold the median with at least 95 %, and a difference is claimed ` +
      "only where they do not overlap"
    );
  }
  return (
    `${blocks}${without}: too few for intervals, so a difference in times is claimed only from a factor of ` +
    `${CLEAR_FACTOR} on, in counts beyond their tolerance. Six valid blocks of each give intervals`
  );
}
