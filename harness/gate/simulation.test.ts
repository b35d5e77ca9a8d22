import { describe, expect, it } from "vitest";
import { random } from "../../core/random.ts";
import { changeOf } from "./change.ts";
import { CONFIRMING_PAIRS, LOOKS, nextStep, type Outcome, outcomeOf, standingOf } from "./looks.ts";

/**
 * The gate's rates of error, reproduced: 24 metrics with a limit of 5 %, of which the first changes. The noise is
 * the standard deviation of a pair's log-ratio.
 */
const METRICS = 24;
const LIMIT = { relative: 0.05, absolute: 0 };
const RUNS = 1000;

interface Rates {
  readonly stoppedAtFirstLook: number;
  readonly regressed: number;
  readonly inconclusive: number;
}

function rates(change: number, noise: number): Rates {
  const source = random(7, `gate ${change} ${noise}`);
  const normal = (): number => Math.sqrt(2 * source.exponential()) * Math.cos(2 * Math.PI * source.uniform());
  const pairs = (metric: number, count: number) => ({
    base: new Array<number>(count).fill(100),
    head: Array.from(
      { length: count },
      () => 100 * Math.exp((metric === 0 ? Math.log1p(change) : 0) + noise * normal()),
    ),
  });
  const join = (a: ReturnType<typeof pairs>, b: ReturnType<typeof pairs>) => ({
    base: [...a.base, ...b.base],
    head: [...a.head, ...b.head],
  });

  const counts = { stopped: 0, regressed: 0, inconclusive: 0 };
  for (let run = 0; run < RUNS; run++) {
    let data = Array.from({ length: METRICS }, (_, metric) => pairs(metric, LOOKS[0]));
    const read = () => data.map((each) => changeOf(each, LIMIT, "lower"));
    let changes = read();
    if (nextStep(changes.map(standingOf), 0) === "look-again") {
      data = data.map((each, metric) => join(each, pairs(metric, LOOKS[1] - LOOKS[0])));
      changes = read();
    } else {
      counts.stopped++;
    }
    const outcomes = changes.map((each, metric): Outcome => {
      const fresh =
        standingOf(each) === "suspect"
          ? changeOf(pairs(metric, CONFIRMING_PAIRS), LIMIT, "lower")
          : undefined;
      return outcomeOf(each, fresh);
    });
    if (outcomes.includes("regressed")) counts.regressed++;
    else if (outcomes.includes("inconclusive")) counts.inconclusive++;
  }
  return {
    stoppedAtFirstLook: counts.stopped / RUNS,
    regressed: counts.regressed / RUNS,
    inconclusive: counts.inconclusive / RUNS,
  };
}

describe("with 24 metrics, a limit of 5 % and pair noise of 6 %, the gate", () => {
  it("is done at the first look nearly always when nothing changed, and cries wolf never", () => {
    const { stoppedAtFirstLook, regressed, inconclusive } = rates(0, 0.06);
    expect(stoppedAtFirstLook).toBeGreaterThan(0.9);
    expect(regressed).toBe(0);
    expect(inconclusive).toBeLessThan(0.015);
  });

  it("catches a change of 10 % nine times in ten", () => {
    expect(rates(0.1, 0.06).regressed).toBeGreaterThan(0.86);
  });

  it("lets a change as large as the limit pass, which is what a limit is", () => {
    expect(rates(0.05, 0.06).regressed).toBeLessThan(0.05);
  });
});

it("with pair noise of 13 % the gate says that it cannot tell: few metrics, chosen well", () => {
  const { regressed, inconclusive } = rates(0, 0.13);
  expect(regressed).toBeLessThan(0.01);
  expect(inconclusive).toBeGreaterThan(0.55);
});
