import type { ResultSummary, ResultThreshold } from "./result.ts";
import type { Threshold } from "./scenario.ts";

/** A limit as a scenario writes it, such as `< 50`; a pattern a JSON Schema can carry. */
export const LIMIT_PATTERN = "^\\s*(<=|>=|<|>|=)\\s*(-?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?)\\s*$";

export type Limit = Pick<Threshold, "op" | "value">;

/** Reads `< 50`, `<= 50`, `> 1`, `>= 1`, `= 0`; `undefined` for anything else. */
export function parseLimit(text: string): Limit | undefined {
  const match = new RegExp(LIMIT_PATTERN).exec(text);
  if (match === null) return undefined;
  return { op: match[1] as Threshold["op"], value: Number(match[2]) };
}

/** A limit as people write it: `< 50`. */
export const formatLimit = ({ op, value }: Limit): string => `${op} ${value}`;

/**
 * What became of each threshold, in the scenario's order. A metric that the summary does not have counts as
 * not held: a limit that was never measured is not a limit that was kept.
 */
export function evaluateThresholds(
  thresholds: readonly Threshold[],
  summary: readonly ResultSummary[],
): ResultThreshold[] {
  return thresholds.flatMap((threshold) => {
    const rows = summary.filter((row) => row.id === threshold.entry);
    if (rows.length === 0) return [outcome(threshold, undefined)];
    return rows.map((row) => outcome(threshold, row.metrics[threshold.metric]?.value));
  });
}

function outcome(threshold: Threshold, value: number | undefined): ResultThreshold {
  return {
    id: threshold.entry,
    metric: threshold.metric,
    limit: formatLimit(threshold),
    ...(value === undefined ? {} : { value }),
    held: value !== undefined && holds(value, threshold),
  };
}

function holds(value: number, { op, value: limit }: Limit): boolean {
  switch (op) {
    case "<":
      return value < limit;
    case "<=":
      return value <= limit;
    case ">":
      return value > limit;
    case ">=":
      return value >= limit;
    case "=":
      return value === limit;
    default:
      return op satisfies never;
  }
}
