import type { Drawn, Finding } from "../figure.ts";
import { againstTheory } from "./against-theory.ts";
import { bytes } from "./bytes.ts";
import { freshness } from "./freshness.ts";
import { percentiles } from "./percentiles.ts";
import { recovery } from "./recovery.ts";
import { requests } from "./requests.ts";
import { split } from "./split.ts";
import { deliveriesOverTime, latencyOverTime } from "./timeline.ts";
import { tradeOff } from "./trade-off.ts";

/** `window`: the measured time in seconds. */
type Maker = (drawn: readonly Drawn[], window: number) => Finding | undefined;

const FINDINGS: readonly Maker[] = [
  againstTheory,
  tradeOff,
  percentiles,
  split,
  freshness,
  bytes,
  requests,
  latencyOverTime,
  deliveriesOverTime,
  recovery,
];

/** The page's findings in order; one whose metrics were not measured is left out. */
export function findingsOf(drawn: readonly Drawn[], window: number): readonly Finding[] {
  return FINDINGS.flatMap((finding) => finding(drawn, window) ?? []);
}
