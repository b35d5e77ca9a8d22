import { Bench } from "tinybench";
import { BenchError } from "../../core/errors.ts";
import { type Milliseconds, msToNs, type Nanoseconds } from "../../core/units.ts";

/** Calls a function for about a span and returns how long one call took, median; injected into the runner. */
export type Stopwatch = (call: () => void, span: Milliseconds) => Nanoseconds;

/** However short the span, a median of fewer calls says nothing. */
const FEWEST_CALLS = 5;

/** Times with tinybench. Calls are batches of many operations, so that reading the clock weighs nothing. */
export const tinybenchStopwatch: Stopwatch = (call, span) => {
  const bench = new Bench({ time: span, iterations: FEWEST_CALLS, warmup: false, throws: true });
  const [task] = bench.add("call", call, { async: false }).runSync();
  const result = task?.result;
  if (result === undefined || !("latency" in result)) {
    throw new BenchError("INTERNAL", `tinybench measured nothing: ${result?.state ?? "no task"}`);
  }
  return msToNs(result.latency.p50);
};
