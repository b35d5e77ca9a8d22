import { build, encodeIntoCompressedBase64, initWebAssembly } from "hdr-histogram-js";
import { encodeHistogram } from "../../core/hdr.ts";
import { HIGHEST_SPAN, Histogram } from "../../core/histogram.ts";
import { random } from "../../core/random.ts";
import type { Nanoseconds } from "../../core/units.ts";
import type { MicroCase } from "./case.ts";

const SAMPLES = 1024;

/** Latencies from 50 µs up, most of them short, a few of them very long. */
function latencies(): readonly Nanoseconds[] {
  const source = random(1, "latencies");
  return Array.from({ length: SAMPLES }, () => Math.floor(50_000 + 2e6 * source.exponential() ** 3));
}

/** Recording a latency, in the same layout. The reference is its WebAssembly build, the fastest it has. */
export const histogramRecord = {
  operation: "one latency recorded",
  reference: "hdr-histogram-js (WASM)",
  async create() {
    await initWebAssembly();
    const spans = latencies();
    const ours = new Histogram();
    const layout = {
      lowestDiscernibleValue: 1000,
      highestTrackableValue: HIGHEST_SPAN,
      numberOfSignificantValueDigits: 3,
      bitBucketSize: 32,
      useWebAssembly: true,
    } as const;
    const reference = build(layout);
    return {
      operations: SAMPLES,
      ours: {
        run() {
          const before = ours.count;
          for (const span of spans) ours.record(span);
          return ours.count - before;
        },
        answer() {
          const histogram = new Histogram();
          for (const span of spans) histogram.record(span);
          return encodeHistogram(histogram);
        },
      },
      reference: {
        run() {
          const before = reference.totalCount;
          for (const span of spans) reference.recordValue(span);
          return reference.totalCount - before;
        },
        answer() {
          const histogram = build(layout);
          for (const span of spans) histogram.recordValue(span);
          return encodeIntoCompressedBase64(histogram);
        },
      },
    };
  },
} satisfies MicroCase;
