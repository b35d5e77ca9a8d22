import { describe, expect, it } from "vitest";
import { type Random, random } from "../../../core/random.ts";
import { changePoints, FALSE_ALARMS, MOST_VALUES, SHORTEST_LEVEL } from "./change-points.ts";

const normal = (source: Random): number =>
  Math.sqrt(2 * source.exponential()) * Math.cos(2 * Math.PI * source.uniform());
/** Now and then a night is five times as noisy. */
const wild = (source: Random): number => (source.uniform() < 0.1 ? 5 : 1) * normal(source);

/** Levels with how long each lasts, and 6 % noise. */
function series(levels: readonly (readonly [number, number])[], source: Random, noise = normal): number[] {
  return levels.flatMap(([level, count]) =>
    Array.from({ length: count }, () => level * Math.exp(0.06 * noise(source))),
  );
}

/** The share of runs in which every change is found within three nights, and none besides. */
function found(levels: readonly (readonly [number, number])[], runs: number, noise = normal): number {
  const source = random(5, JSON.stringify(levels));
  const changes = levels
    .slice(0, -1)
    .map((_, i) => levels.slice(0, i + 1).reduce((sum, [, n]) => sum + n, 0));
  let right = 0;
  for (let run = 0; run < runs; run++) {
    const at = changePoints(series(levels, source, noise)).map((point) => point.at);
    if (at.length === changes.length && changes.every((each, i) => Math.abs(each - at[i]!) <= 3)) right++;
  }
  return right / runs;
}

describe("without a change", () => {
  it.each([
    [20, "normal", normal, 600],
    [60, "normal", normal, 600],
    [60, "wild", wild, 600],
    [150, "normal", normal, 200],
  ] as const)(
    "%d nights of %s noise are said to have changed in at most one series of a hundred",
    (nights, _, noise, runs) => {
      const alarms = 1 - found([[100, nights]], runs, noise);
      // And four standard errors of this many runs.
      expect(alarms).toBeLessThanOrEqual(
        FALSE_ALARMS + 4 * Math.sqrt((FALSE_ALARMS * (1 - FALSE_ALARMS)) / runs),
      );
    },
  );

  it.each([[[]], [[1]], [[1, 1, 1, 1, 1, 1, 1, 1]], [[1, 2, 3, 9, 9, 9].slice(0, 5)]])(
    "%j has none",
    (values) => {
      expect(changePoints(values)).toEqual([]);
    },
  );

  it("a single wild night is none", () => {
    const values = series([[100, 40]], random(2, "wild night"));
    values[20] = 1000;
    expect(changePoints(values)).toEqual([]);
  });
});

describe("a change is found where it is", () => {
  it.each([
    // [levels, at least this share of series]
    [
      "10 % in the middle",
      [
        [100, 30],
        [110, 30],
      ],
      0.75,
    ],
    [
      "15 % ten nights ago",
      [
        [100, 40],
        [115, 10],
      ],
      0.75,
    ],
    [
      "15 % that came and went",
      [
        [100, 20],
        [115, 20],
        [100, 20],
      ],
      0.75,
    ],
    [
      "15 % better",
      [
        [100, 30],
        [85, 30],
      ],
      0.85,
    ],
    [
      "two steps",
      [
        [100, 20],
        [120, 20],
        [145, 20],
      ],
      0.7,
    ],
  ] as const)("%s", (_, levels, share) => {
    expect(found(levels, 40)).toBeGreaterThanOrEqual(share);
  });

  it("with the medians on both sides", () => {
    const values = [5, 6, 5, 6, 5, 6, 5, 6, 5, 20, 21, 20, 21, 20, 21, 20, 21, 22];
    expect(changePoints(values)).toEqual([{ at: 9, before: 5, after: 21 }]);
  });

  it("in the last values of a series too long to look at, by its place in the whole", () => {
    const source = random(3, "long");
    const values = series(
      [
        [50, 100],
        [100, MOST_VALUES - 30],
        [130, 30],
      ],
      source,
    );
    expect(changePoints(values).map(({ at }) => Math.abs(at - (MOST_VALUES + 70)) <= 3)).toEqual([true]);
  });

  it("and not before the new level has lasted", () => {
    const values = [...new Array<number>(40).fill(1), ...new Array<number>(SHORTEST_LEVEL - 1).fill(2)];
    expect(changePoints(values)).toEqual([]);
    expect(changePoints([...values, 2])).toEqual([{ at: 40, before: 1, after: 2 }]);
  });
});

it("the same series has the same change points every time", () => {
  const values = series(
    [
      [100, 30],
      [108, 30],
    ],
    random(9, "again"),
  );
  expect(changePoints(values)).toEqual(changePoints([...values]));
});
