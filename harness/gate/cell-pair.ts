import type { MetricName } from "../../core/metrics.ts";
import type { ResultCell } from "../../core/result.ts";
import type { Pairs } from "./statistics/pairs.ts";
import { countsHold } from "./usable-cells.ts";

/** One cell of each build, run back to back. */
export interface CellPair {
  readonly entry: string;
  /** From 1, over the whole comparison. */
  readonly pair: number;
  /** Whether it is one of the fresh pairs that were to show a suspected regression again. */
  readonly confirming: boolean;
  readonly base: ResultCell;
  readonly head: ResultCell;
}

const isValid = ({ verdict }: ResultCell): boolean => verdict.status === "valid";

/** Whether both halves measured what they were to measure. */
export const isValidPair = ({ base, head }: CellPair): boolean => isValid(base) && isValid(head);

/** Whether what both halves counted holds, be their times valid or not. */
export const isCountedPair = ({ base, head }: CellPair): boolean => countsHold(base) && countsHold(head);

/** A metric's values over the pairs in which both halves have one. */
export function pairsOf(pairs: readonly CellPair[], metric: MetricName): Pairs {
  const both = pairs.flatMap(({ base, head }) => {
    const [b, h] = [base.metrics[metric], head.metrics[metric]];
    return b === undefined || h === undefined ? [] : [[b, h] as const];
  });
  return { base: both.map(([value]) => value), head: both.map(([, value]) => value) };
}
