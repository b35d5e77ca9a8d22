import { describe, expect, test } from "vitest";
import { thinned } from "./thin.ts";
import type { LinePoint } from "./view.ts";

describe("thinning a line", () => {
  test("leaves a short one alone", () => {
    const points: LinePoint[] = [
      [0, 1],
      [1, null],
    ];

    expect(thinned(points)).toBe(points);
  });

  test("keeps every stretch's lowest and highest point, in order, and its gaps", () => {
    const points = Array.from({ length: 1000 }, (_, x): LinePoint => [x, x >= 500 && x < 600 ? null : 10]);
    points[123] = [123, 99];
    points[124] = [124, -99];

    const few = thinned(points, 100);

    expect(few.length).toBeLessThanOrEqual(100);
    expect(few).toContainEqual([123, 99]);
    expect(few).toContainEqual([124, -99]);
    expect(few.some(([x, y]) => x >= 500 && x < 600 && y === null)).toBe(true);
    expect(few.map(([x]) => x)).toEqual(few.map(([x]) => x).toSorted((a, b) => a - b));
  });
});
