import {
  build,
  decodeFromCompressedBase64,
  encodeIntoCompressedBase64,
  type Histogram as Hdr,
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
