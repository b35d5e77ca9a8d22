import type { Comparison, ComparisonRow } from "../../core/comparison.ts";
import { detailsOf } from "./account.ts";
import { clip, jsonText } from "./clean.ts";
import { measuredIn } from "./measured.ts";

const NAME = 200;

/** The head's figures of which less is better, as github-action-benchmark takes them (`customSmallerIsBetter`). */
export const renderSmallerIsBetter = (comparison: Comparison): string => entries(comparison, "lower");

/** Those of which more is better (`customBiggerIsBetter`). */
export const renderBiggerIsBetter = (comparison: Comparison): string => entries(comparison, "higher");

function entries(comparison: Comparison, better: ComparisonRow["better"]): string {
  const scenario = clip(comparison.scenario.name, NAME);
  const benches = measuredIn(comparison)
    .filter(({ row }) => row.better === better)
    .map(({ row, value, low, high }) => ({
      name: `${scenario} / ${clip(row.id, NAME)} / ${clip(row.metric, NAME)}`,
      unit: clip(row.unit, NAME),
      value,
      // The action reads a number after the sign, so half the interval's width in plain digits.
      ...(low === undefined || high === undefined ? {} : { range: `± ${plainNumber((high - low) / 2)}` }),
      extra: detailsOf(row).join("\n"),
    }));
  return jsonText(benches);
}

const plainNumber = (value: number): string => String(Number(value.toPrecision(4)));
