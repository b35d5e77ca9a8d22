import { envelopeLength, MAX_STREAM_BYTES, MAX_STREAM_EVENTS } from "../stream.ts";
import { type Bytes, formatBytes, formatDuration, type Milliseconds, msToNs } from "../units.ts";

export interface StreamShape {
  /** Events per second. */
  readonly rate: number;
  readonly payloadBytes: Bytes;
  /** Warm-up and window. */
  readonly spanMs: Milliseconds;
}

/** Random arrivals stray from their mean; this many standard deviations above it are allowed for. */
const DEVIATIONS = 6;

/** Why a stream is larger than any role may hold in memory, with the remedy; `undefined` when it is not. */
export function streamTooLarge({ rate, payloadBytes, spanMs }: StreamShape): string | undefined {
  const mean = (rate * spanMs) / 1000;
  const events = Math.ceil(mean + DEVIATIONS * Math.sqrt(mean));
  const bytes = events * envelopeLength(events, msToNs(spanMs), payloadBytes);
  const excess = Math.max(events / MAX_STREAM_EVENTS, bytes / MAX_STREAM_BYTES);
  if (excess <= 1) return undefined;
  const found =
    events > MAX_STREAM_EVENTS
      ? `up to ${events.toLocaleString("en-US")} events, above the ${MAX_STREAM_EVENTS.toLocaleString("en-US")} that a stream may have`
      : `up to ${formatBytes(bytes)}, above the ${formatBytes(MAX_STREAM_BYTES)} that a stream may have`;
  // Rounded down, and a little less, because fewer events stray relatively further.
  const share = 0.98 / excess;
  return (
    `${formatDuration(spanMs)} at ${rate} events/s make ${found}; ` +
    `lower the rate to ${roundDown(rate * share)} or warm up and measure for ${formatDuration(roundDown(spanMs * share))} at most in all`
  );
}

/** Two digits, downwards. */
function roundDown(value: number): number {
  const unit = 10 ** (Math.floor(Math.log10(value)) - 1);
  return Number((Math.floor(value / unit) * unit).toPrecision(2));
}
