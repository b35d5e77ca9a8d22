import { describe, expect, it } from "vitest";
import { changeOf } from "./change.ts";

/** Twelve pairs of a base of 100 and heads a little around a value. */
const around = (head: number) => ({
  base: new Array<number>(12).fill(100),
  head: Array.from({ length: 12 }, (_, i) => head + (i - 5.5) / 10),
});
const LIMIT = { relative: 0.05, absolute: 1 };

describe("a change", () => {
  it.each([
    // [head, beyond]
    [100, false],
    [104.9, false],
    [106, true],
    [90, false], // better
  ])("from 100 to %d is beyond 5 %%: %s", (head, beyond) => {
    expect(changeOf(around(head), LIMIT, "lower")).toMatchObject({ beyond, surely: beyond });
  });

  it("counts the other way where more is better", () => {
    expect(changeOf(around(90), LIMIT, "higher").surely).toBe(true);
    expect(changeOf(around(110), LIMIT, "higher").beyond).toBe(false);
  });

  it("has to pass the absolute limit, too", () => {
    expect(changeOf(around(110), { relative: 0.05, absolute: 11 }, "lower").beyond).toBe(false);
  });

  it("is in the metric's unit where there is no relative limit, so that values may be zero or negative", () => {
    const pairs = { base: [-1, 0, 1, 0, -1, 0], head: [4, 5, 6, 5.1, 4.2, 4.9] };
    const change = changeOf(pairs, { absolute: 2 }, "lower");
    expect(change).toMatchObject({ beyond: true, surely: true });
    expect(change.relative).toBeUndefined();
    expect(change.absolute.estimate).toBeCloseTo(5, 1);
  });

  it("tells the smallest change that it would have shown: the limit and half an interval", () => {
    const { resolvable, relative } = changeOf(around(100), LIMIT, "lower");
    expect(resolvable).toBeGreaterThan(0.05);
    expect(resolvable).toBeCloseTo(1.05 * ((1 + relative!.estimate) / (1 + relative!.low)) - 1, 12);
  });
});
