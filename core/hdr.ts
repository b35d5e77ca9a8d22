import {
  build,
  decodeFromCompressedBase64,
  encodeIntoCompressedBase64,
  type Histogram as Hdr,
  JsHistogram,
} from "hdr-histogram-js";
import type { Histogram } from "./histogram.ts";
import { HIGHEST_SPAN } from "./histogram.ts";

/** A histogram in the form that any HdrHistogram library reads: V2, compressed, base64, values in ns. */
export function encodeHistogram(histogram: Histogram): string {
  const hdr = build({
    lowestDiscernibleValue: 1000,
    highestTrackableValue: HIGHEST_SPAN,
    numberOfSignificantValueDigits: 3,
    bitBucketSize: 32,
    useWebAssembly: false,
  });
  for (const [middle, count] of histogram.buckets()) hdr.recordValueWithCount(Math.floor(middle), count);
  return encodeIntoCompressedBase64(hdr);
}

/** Reads what `encodeHistogram` wrote; throws on anything else. */
export function decodeHistogram(base64: string): Hdr {
  return decodeFromCompressedBase64(base64, 32, false);
}

/** Every bucket that counted something: its middle in ns and its count, ascending. */
export function countsOf(hdr: Hdr): readonly (readonly [middle: number, count: number])[] {
  if (!(hdr instanceof JsHistogram)) return [];
  const counts: (readonly [number, number])[] = [];
  for (let index = 0; index < hdr.countsArrayLength; index++) {
    const count = hdr.getCountAtIndex(index);
    if (count > 0) counts.push([hdr.medianEquivalentValue(hdr.valueFromIndex(index)), count]);
  }
  return counts;
}
