import type { Comparison } from "../../core/comparison.ts";
import type { Result, ResultCell } from "../../core/result.ts";
import { TIMING_REASONS } from "../verdict.ts";

/** Whether what a cell counted holds: it is valid, or only its times are not. */
export const countsHold = ({ verdict }: ResultCell): boolean =>
  verdict.reasons.every(({ code }) => TIMING_REASONS.includes(code));

/** Entries of a result that cannot be read at all, with the reason; and those whose times cannot. */
export function invalidNotes({ cells }: Pick<Result, "cells">): Comparison["notes"] {
  return cells.flatMap((cell) => {
    if (cell.verdict.status === "valid") return [];
    const [reason] = cell.verdict.reasons;
    const what = countsHold(cell) ? "times are invalid, counts hold" : "invalid";
    return [
      {
        code: reason?.code ?? "INVALID",
        message: `${cell.id}, block ${cell.block}: ${what}: ${reason?.message}`,
      },
    ];
  });
}
