import { expect, it } from "vitest";
import { CAPS } from "../protocol.ts";
import { KNOBS, nearestStop } from "./knobs.ts";

it.each(KNOBS)(
  "has stops for $setting from one limit's side to the other, each allowed",
  ({ setting, stops }) => {
    const { min, max } = CAPS[setting];

    expect(stops).toEqual(stops.toSorted((a, b) => a - b));
    expect(new Set(stops).size).toBe(stops.length);
    expect(stops.every((stop) => stop >= min && stop <= max)).toBe(true);
  },
);

it.each([
  [0, 0],
  [149, 1],
  [151, 2],
  [99_999, 3],
])("shows %d at the nearest stop", (value, stop) => {
  expect(nearestStop([0, 100, 200, 500], value)).toBe(stop);
});
