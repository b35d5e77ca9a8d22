import type { Drawn, Figure } from "../figure.ts";
import { bytes } from "./bytes.ts";
import { percentiles } from "./percentiles.ts";
import { requests } from "./requests.ts";
import { deliveriesOverTime, latencyOverTime } from "./timeline.ts";
import { tradeOff } from "./trade-off.ts";

/** `window`: the measured time in seconds. */
type Maker = (drawn: readonly Drawn[], window: number) => Figure | undefined;

const FIGURES: readonly Maker[] = [
  tradeOff,
  percentiles,
  bytes,
  requests,
  latencyOverTime,
  deliveriesOverTime,
];

/** The page's figures in order; one whose metrics were not measured is left out. */
export function figuresOf(drawn: readonly Drawn[], window: number): readonly Figure[] {
  return FIGURES.flatMap((figure) => figure(drawn, window) ?? []);
}
