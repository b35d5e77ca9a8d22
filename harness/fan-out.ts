import type { RegressionSums } from "../core/messages.ts";
import type { Load } from "./merge.ts";

/** With fewer clients a slope says more about them than about their places. */
export const FAN_OUT_CLIENTS = 10;

/** How latency grows with a client's place in the order of connecting. */
export interface FanOutFit {
  /** The slope: how much later each further client gets an event. */
  readonly usPerClient: number;
  /** The share of the variance between clients that the line explains, 0 to 1. */
  readonly rSquared: number;
}

/**
 * The least-squares line through (place, mean latency) of the clients of a transport that pushes: where
 * clients ask, a place in the order of connecting is none in the order of being served. `undefined` where
 * anything was asked for, or with fewer clients than a slope needs.
 */
export function fanOutFit({ fanOut, window }: Pick<Load, "fanOut" | "window">): FanOutFit | undefined {
  if (window.requests > 0 || fanOut.n < FAN_OUT_CLIENTS) return undefined;
  const { xx, xy, yy } = centred(fanOut);
  if (xx <= 0) return undefined;
  return { usPerClient: xy / xx / 1000, rSquared: yy <= 0 ? 0 : (xy * xy) / (xx * yy) };
}

/** Sums of squares and products about the means. */
function centred({ n, x, y, xx, xy, yy }: RegressionSums): { xx: number; xy: number; yy: number } {
  return { xx: xx - (x * x) / n, xy: xy - (x * y) / n, yy: yy - (y * y) / n };
}
