import { describe, expect, it } from "vitest";
import type { LinkCut } from "../core/link.ts";
import { random } from "../core/random.ts";
import { breakMoment, cutMoments } from "./cuts.ts";

const SECOND = 1e9;
const FROM = 100 * SECOND;
const TO = 110 * SECOND;

describe("cuts of all connections", () => {
  it.each<[string, LinkCut | undefined, number[]]>([
    // [what, cut, seconds from the window's start]
    ["none", undefined, []],
    [
      "again and again, not at the window's end",
      { kind: "every", everyMs: 2500, outageMs: 0 },
      [2.5, 5, 7.5],
    ],
    ["once, when the second one would come too late", { kind: "every", everyMs: 6000, outageMs: 0 }, [6]],
    ["too seldom for this window", { kind: "every", everyMs: 10_000, outageMs: 0 }, []],
    ["at times, in order", { kind: "at", atMs: [7000, 0, 10_000], outageMs: 0 }, [0, 7]],
    ["of single connections only", { kind: "random", meanMs: 1, outageMs: 0 }, []],
  ])("%s", (_, cut, seconds) => {
    expect(cutMoments(cut, FROM, TO)).toEqual(seconds.map((each) => FROM + each * SECOND));
  });
});

describe("the break of a single connection", () => {
  const cut: LinkCut = { kind: "random", meanMs: 2000, outageMs: 0 };
  const breaks = (since: number, to = Number.POSITIVE_INFINITY) => {
    const source = random(7, "test");
    return Array.from({ length: 20_000 }, () => breakMoment(cut, source, { since, from: FROM, to }));
  };

  it("comes after an exponentially distributed time of the mean that was asked for", () => {
    const lives = breaks(FROM + SECOND).map((moment) => ((moment ?? 0) - FROM - SECOND) / SECOND);
    const mean = lives.reduce((sum, each) => sum + each, 0) / lives.length;
    // A standard deviation of either is 0.7 % and 0.5 %.
    expect(mean).toBeCloseTo(2, 1);
    expect(lives.filter((each) => each > 2).length / lives.length).toBeCloseTo(Math.exp(-1), 1);
    expect(Math.min(...lives)).toBeGreaterThanOrEqual(0);
  });

  it("counts from the window's start for what stood before it", () => {
    expect(breaks(0)).toEqual(breaks(FROM));
  });

  it("never comes after the window", () => {
    const within = breaks(FROM, TO).filter((moment) => moment !== undefined);
    expect(Math.max(...within)).toBeLessThan(TO);
    // Of lives of 2 s on average, e^−5 outlast 10 s.
    expect(1 - within.length / 20_000).toBeCloseTo(Math.exp(-5), 2);
  });

  it("is the same for the same seed, and does not come without such cuts", () => {
    expect(breaks(FROM)).toEqual(breaks(FROM));
    const window = { since: FROM, from: FROM, to: TO };
    expect(breakMoment(undefined, random(7, "test"), window)).toBeUndefined();
  });
});
