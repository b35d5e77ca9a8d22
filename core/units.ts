/**
 * Quantities with their unit in the type. A branded number is an ordinary number at run time; the brand
 * only stops nanoseconds from being passed where milliseconds are meant.
 */
declare const unit: unique symbol;

/** A moment or span in nanoseconds. Moments are on the host's monotonic clock. */
export type Nanoseconds = number & { readonly [unit]?: "ns" };
/** A span in milliseconds. */
export type Milliseconds = number & { readonly [unit]?: "ms" };
/** A count of bytes. */
export type Bytes = number & { readonly [unit]?: "B" };

export const NANOS_PER_MILLI = 1e6;
export const NANOS_PER_SECOND = 1e9;

/** Milliseconds as nanoseconds. */
export const msToNs = (ms: Milliseconds): Nanoseconds => (ms * NANOS_PER_MILLI) as Nanoseconds;

/** Nanoseconds as milliseconds, fraction kept. */
export const nsToMs = (ns: Nanoseconds): Milliseconds => (ns / NANOS_PER_MILLI) as Milliseconds;

const DURATION_UNITS: Readonly<Record<string, number>> = {
  us: 0.001,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
};
const SIZE_UNITS: Readonly<Record<string, number>> = {
  B: 1,
  KiB: 1024,
  MiB: 1024 ** 2,
  KB: 1000,
  MB: 1000 ** 2,
};

const RATE_UNITS: Readonly<Record<string, number>> = { kbit: 1e3, Mbit: 1e6, Gbit: 1e9 };

/** What `parseDuration` accepts, as a pattern a JSON Schema can carry. */
export const DURATION_PATTERN = "^(\\d+|\\d*\\.\\d+)(us|ms|s|m|h)$";
/** What `parseSize` accepts, as a pattern a JSON Schema can carry. */
export const SIZE_PATTERN = "^(\\d+|\\d*\\.\\d+)(B|KiB|MiB|KB|MB)$";

/** What `parseRate` accepts, as a pattern a JSON Schema can carry. */
export const RATE_PATTERN = "^(\\d+|\\d*\\.\\d+)(kbit|Mbit|Gbit)$";

/** Reads a number with a unit; `undefined` when the text is not of that form. */
function parseQuantity(text: string, pattern: string, units: Readonly<Record<string, number>>) {
  const match = new RegExp(pattern).exec(text.trim());
  if (match === null) return undefined;
  const factor = units[match[2] ?? ""];
  return factor === undefined ? undefined : Number(match[1]) * factor;
}

/** Reads `250ms`, `2s`, `1.5m`, `1h`, `50us`; `undefined` for anything else, so that the caller can say where. */
export function parseDuration(text: string): Milliseconds | undefined {
  return parseQuantity(text, DURATION_PATTERN, DURATION_UNITS) as Milliseconds | undefined;
}

/** Reads `64KiB`, `1MB`, `160B`; `undefined` for anything else. */
export function parseSize(text: string): Bytes | undefined {
  return parseQuantity(text, SIZE_PATTERN, SIZE_UNITS) as Bytes | undefined;
}

/** Reads `500kbit`, `10Mbit`, `1Gbit` as bits per second; `undefined` for anything else. */
export function parseRate(text: string): number | undefined {
  const bps = parseQuantity(text, RATE_PATTERN, RATE_UNITS);
  // A fraction of a bit is only what a double makes of the product.
  return bps === undefined ? undefined : Math.round(bps);
}

/** A span as people write it: `1s`, `250ms`, `1.5s`, `2m 5s`. */
export function formatDuration(ms: Milliseconds): string {
  if (ms < 1000) return `${round(ms)}ms`;
  if (ms < 60_000) return `${round(ms / 1000)}s`;
  const seconds = Math.round(ms / 1000);
  const parts = [
    [Math.floor(seconds / 3600), "h"],
    [Math.floor((seconds % 3600) / 60), "m"],
    [seconds % 60, "s"],
  ] as const;
  return parts.flatMap(([value, name]) => (value > 0 ? [`${value}${name}`] : [])).join(" ");
}

/** A size as people write it: `160 B`, `1.5 KiB`, `3 MiB`. */
export function formatBytes(bytes: Bytes): string {
  if (bytes < 1024) return `${round(bytes)} B`;
  if (bytes < 1024 ** 2) return `${round(bytes / 1024)} KiB`;
  return `${round(bytes / 1024 ** 2)} MiB`;
}

/** A rate in bits per second as a scenario writes it: `500kbit`, `10Mbit`, `1Gbit`. */
export function formatRate(bps: number): string {
  if (bps < 1e6) return `${round(bps / 1e3)}kbit`;
  return bps < 1e9 ? `${round(bps / 1e6)}Mbit` : `${round(bps / 1e9)}Gbit`;
}

const round = (value: number): number => Math.round(value * 100) / 100;
