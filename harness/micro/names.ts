/** Every micro-benchmark, in the order in which they run. Apart from the cases, so that help can list them. */
export const MICRO_NAMES = [
  "envelope-encode",
  "envelope-read",
  "event-array",
  "frame-read",
  "frame-burst",
  "masked-frame",
  "server-frame",
  "response-read",
  "response-heads",
  "pacer-tick",
  "histogram-record",
] as const;

export type MicroName = (typeof MICRO_NAMES)[number];
