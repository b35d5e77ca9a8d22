import type { ResultNote } from "../../core/result.ts";
import type { Round } from "./measure.ts";

/** The middle of some values, and the quarter and three quarters of them that lie below the edges. */
export interface Spread {
  readonly p25: number;
  readonly p50: number;
  readonly p75: number;
}

/** Rounds that differ by more than this share of the median were not measuring the same thing. */
export const WIDE = 0.15;

/** Quartiles, between two values in proportion (Hyndman & Fan 1996, type 7); values must not be empty. */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number): number => {
    const place = (sorted.length - 1) * share;
    const below = sorted[Math.floor(place)]!;
    return below + (sorted[Math.ceil(place)]! - below) * (place % 1);
  };
  return { p25: at(0.25), p50: at(0.5), p75: at(0.75) };
}

/** What a reader should know of a case's rounds before trusting them. */
export function spreadWarnings(rounds: readonly Round[]): ResultNote[] {
  const wide = (["ours", "reference"] as const).flatMap((side) => {
    const { p25, p50, p75 } = spreadOf(rounds.map((round) => round[side]));
    const share = (p75 - p25) / p50;
    return share > WIDE ? [`${side} by ${Math.round(share * 100)} %`] : [];
  });
  if (wide.length === 0) return [];
  return [
    {
      code: "WIDE_SPREAD",
      message: `the middle half of the rounds differs, ${wide.join(" and ")} of the median: end what else runs, or take more --seconds`,
    },
  ];
}
