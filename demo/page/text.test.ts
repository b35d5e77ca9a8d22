import { expect, it } from "vitest";
import { bytes, count, ms, ratio, share, tied } from "./text.ts";

const plain = (text: string): string => text.replaceAll("\u00a0", " ");

it.each([
  [ms(0.36), "0.4 ms"],
  [ms(9.96), "10 ms"],
  [ms(1249.7), "1,250 ms"],
  [count(12345.2), "12,345"],
  [bytes(812), "812 B"],
  [bytes(999.6), "1.0 kB"],
  [bytes(12_700_000), "12.7 MB"],
  [share(0.366), "37 %"],
  [ratio(0.2548), "0.25"],
  [ratio(3.41), "3.4"],
  [ratio(119.6), "120"],
  [ratio(0), "0"],
])("writes %s", (text, expected) => {
  expect(plain(text)).toBe(expected);
});

it.each([ms, count, bytes, share, ratio])("writes a dash for what is unknown", (write) => {
  expect([write(undefined), write(Number.NaN)]).toEqual(["–", "–"]);
});

it("keeps numbers and their units on one line, and nothing else", () => {
  expect(tied("after 1 s, 50 ms or 37 % of 4 shares")).toBe(
    "after 1\u00a0s, 50\u00a0ms or 37\u00a0% of 4 shares",
  );
});
