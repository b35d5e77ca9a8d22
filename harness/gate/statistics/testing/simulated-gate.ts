import { random } from "../../../../core/random.ts";
import { chanceAbove } from "../chance.ts";
import { type Change, changeOf } from "../change.ts";
import { ERROR_SHARE, holm } from "../holm.ts";
import { CONFIRMING_PAIRS, LOOKS, nextStep, type Outcome, outcomeOf, standingOf } from "../looks.ts";
import type { Pairs } from "../pairs.ts";

/** Metrics that the gate decides on. */
export const METRICS = 24;
/** By how much each may get worse. */
const LIMIT = { relative: 0.05, absolute: 0 };
const BASE = 100;

export interface Simulation {
  /** By how much the first metric gets worse; the others do not change. */
  readonly change: number;
  /** Standard deviation of a pair's log-ratio, which is normally distributed. */
  readonly noise: number;
  readonly runs: number;
}

/** Of all runs, the share in which … */
export interface Rates {
  /** … no second look was needed; */
  readonly stoppedAtFirstLook: number;
  /** … any metric has regressed, */
  readonly regressed: number;
  /** … any was inconclusive; */
  readonly inconclusive: number;
  /** … the first metric has regressed. */
  readonly caught: number;
  /** What simpler gates say: a pair alone is more than 10 % slower in any metric, */
  readonly onePairSlower: number;
  /** … or one run is, against the mean of five that were stored, all equally noisy; */
  readonly slowerThanStored: number;
  /** … or any metric is worse with p < 0.05, two-sided, at the first look, */
  readonly significant: number;
  /** … or is with Holm's correction, 2.5 % for the family. */
  readonly significantInFamily: number;
}

/** Plays the gate with made-up pairs, and counts what it says. */
export function simulate({ change, noise, runs }: Simulation): Rates {
  const source = random(7, `gate ${change} ${noise}`);
  // Box and Muller, 1958.
  const normal = (): number => Math.sqrt(2 * source.exponential()) * Math.cos(2 * Math.PI * source.uniform());
  const factor = (metric: number): number => (metric === 0 ? 1 + change : 1) * Math.exp(noise * normal());
  const pairs = (metric: number, count: number): Pairs => ({
    base: new Array<number>(count).fill(BASE),
    head: Array.from({ length: count }, () => BASE * factor(metric)),
  });
  const metrics = Array.from({ length: METRICS }, (_, metric) => metric);
  const read = (each: Pairs): Change => changeOf(each, LIMIT, "lower");

  const counts = {
    stoppedAtFirstLook: 0,
    regressed: 0,
    inconclusive: 0,
    caught: 0,
    onePairSlower: 0,
    slowerThanStored: 0,
    significant: 0,
    significantInFamily: 0,
  };
  const count = (name: keyof typeof counts, happened: boolean): void => {
    if (happened) counts[name]++;
  };
  for (let run = 0; run < runs; run++) {
    const first = metrics.map((metric) => pairs(metric, LOOKS[0]));
    let changes = first.map(read);
    count(
      "onePairSlower",
      first.some(({ head }) => head[0]! > 1.1 * BASE),
    );
    count(
      "slowerThanStored",
      metrics.some(() => normal() - fiveStored(normal) > Math.log(1.1) / noise),
    );
    count(
      "significant",
      changes.some(({ relative }) => relative!.low > 0),
    );
    count(
      "significantInFamily",
      holm(first.map(chanceOfNoChange)).some((chance) => chance < ERROR_SHARE),
    );

    const lookAgain = nextStep(changes.map(standingOf), 0) === "look-again";
    count("stoppedAtFirstLook", !lookAgain);
    if (lookAgain) {
      changes = first.map((each, metric) => read(joined(each, pairs(metric, LOOKS[1] - LOOKS[0]))));
    }
    const outcomes = changes.map((each, metric): Outcome => {
      const standing = standingOf(each);
      return outcomeOf(standing, standing === "suspect" ? read(pairs(metric, CONFIRMING_PAIRS)) : undefined);
    });
    count("regressed", outcomes.includes("regressed"));
    count("inconclusive", outcomes.includes("inconclusive"));
    count("caught", outcomes[0] === "regressed");
  }
  return Object.fromEntries(
    Object.entries(counts).map(([name, times]) => [name, times / runs]),
  ) as unknown as Rates;
}

const fiveStored = (normal: () => number): number =>
  (normal() + normal() + normal() + normal() + normal()) / 5;

const chanceOfNoChange = ({ base, head }: Pairs): number =>
  chanceAbove(
    head.map((value, i) => Math.log(value / base[i]!)),
    0,
  );

const joined = (a: Pairs, b: Pairs): Pairs => ({
  base: [...a.base, ...b.base],
  head: [...a.head, ...b.head],
});
