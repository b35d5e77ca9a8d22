import type { Result } from "../../core/result.ts";
import { sampleResult, WEBSOCKET } from "./sample-result.ts";

/** A result of hot paths with these ratios. */
export function microResult(
  ratios: Readonly<Record<string, readonly [value: number, low: number, high: number]>>,
) {
  const entries = Object.keys(ratios).map((id) => ({ ...WEBSOCKET, id, transport: "micro", costs: {} }));
  const result = sampleResult({ entries });
  const summary = result.summary.map((entry) => {
    const [value, low, high] = ratios[entry.id]!;
    return { ...entry, metrics: { opReferenceRatio: { value, low, high } } };
  });
  return { ...result, summary } satisfies Result;
}
