import type { Comparison } from "../../core/comparison.ts";
import { clip, jsonText } from "./clean.ts";
import { measuredIn } from "./measured.ts";

/** What Bencher takes: a benchmark's name of at most 1,024 characters, a measure's of at most 64. */
const BENCHMARK = 400;
const MEASURE = 64;

interface Figure {
  readonly value: number;
  readonly lower_value?: number;
  readonly upper_value?: number;
}

/**
 * The head's figures in Bencher Metric Format: `scenario/entry` is the benchmark, the metric's name the measure.
 * Bounds where the comparison has an interval. Names that are too long are cut; of two that are then the same
 * the first stays.
 */
export function renderBmf(comparison: Comparison): string {
  const benchmarks = new Map<string, Map<string, Figure>>();
  for (const { row, value, low, high } of measuredIn(comparison)) {
    const name = `${clip(comparison.scenario.name, BENCHMARK)}/${clip(row.id, BENCHMARK)}`;
    const measures = benchmarks.get(name) ?? new Map<string, Figure>();
    benchmarks.set(name, measures);
    const measure = clip(row.metric, MEASURE) || "unnamed";
    const bounds = low === undefined || high === undefined ? {} : { lower_value: low, upper_value: high };
    if (!measures.has(measure)) measures.set(measure, { value, ...bounds });
  }
  const plain = [...benchmarks].map(([name, measures]) => [name, Object.fromEntries(measures)]);
  return jsonText(Object.fromEntries(plain));
}
