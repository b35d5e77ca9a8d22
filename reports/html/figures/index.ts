import type { Result } from "../../../core/result.ts";
import type { Drawn, Finding } from "../figure.ts";
import { againstTheory } from "./against-theory.ts";
import { bytes } from "./bytes.ts";
import { distribution } from "./distribution.ts";
import { freshness } from "./freshness.ts";
import { hotPaths } from "./hot-paths.ts";
import { ladder } from "./ladder.ts";
import { percentiles } from "./percentiles.ts";
import { recovery } from "./recovery.ts";
import { requests } from "./requests.ts";
import { split } from "./split.ts";
import { sweeps } from "./sweeps.ts";
import { deliveriesOverTime, latencyOverTime, loopDelayOverTime } from "./timeline.ts";
import { tradeOff } from "./trade-off.ts";

type Maker = (drawn: readonly Drawn[], result: Result) => Finding | readonly Finding[] | undefined;

const FINDINGS: readonly Maker[] = [
  tradeOff,
  ladder,
  percentiles,
  distribution,
  againstTheory,
  bytes,
  requests,
  sweeps,
  split,
  freshness,
  latencyOverTime,
  deliveriesOverTime,
  loopDelayOverTime,
  recovery,
  hotPaths,
];

/** The page's findings in order; one whose metrics were not measured is left out. */
export function findingsOf(drawn: readonly Drawn[], result: Result): readonly Finding[] {
  return FINDINGS.flatMap((finding) => finding(drawn, result) ?? []);
}
