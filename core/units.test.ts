import { describe, expect, it } from "vitest";
import {
  DURATION_PATTERN,
  formatBytes,
  formatDuration,
  formatRate,
  msToNs,
  nsToMs,
  parseDuration,
  parseRate,
  parseSize,
  SIZE_PATTERN,
} from "./units.ts";

describe("durations", () => {
  it.each([
    ["250ms", 250], // the plain case
    ["2s", 2000],
    ["1.5m", 90_000], // a fraction
    [".5s", 500], // a fraction without its zero
    ["1h", 3_600_000],
    ["50us", 0.05], // below a millisecond
    ["0s", 0],
    [" 1s ", 1000], // spaces around it, as YAML may leave them
  ])("reads %j as %d ms", (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  it.each([
    "", // nothing
    "5", // no unit
    "ms", // no number
    "-1s", // negative
    "1 s", // a space inside
    "1S", // units are case-sensitive
    "1e3ms", // no exponents
    "1.s", // no digits after the point
    "1s2s", // two of them
    "1d", // an unknown unit
  ])("takes %j for no duration", (text) => {
    expect(parseDuration(text)).toBeUndefined();
  });

  it.each([
    [0, "0ms"],
    [0.05, "0.05ms"],
    [250, "250ms"],
    [1000, "1s"], // the first that is not milliseconds
    [1500, "1.5s"],
    [60_000, "1m"], // the first that is not seconds
    [125_000, "2m 5s"],
    [3_600_000, "1h"], // parts that are zero are left out
    [3_725_000, "1h 2m 5s"],
  ])("writes %d ms as %j", (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });

  it("convert between nanoseconds and milliseconds without losing the fraction", () => {
    expect(msToNs(1.5)).toBe(1_500_000);
    expect(nsToMs(msToNs(0.25))).toBe(0.25);
  });
});

describe("sizes", () => {
  it.each([
    ["160B", 160],
    ["64KiB", 65_536], // powers of two
    ["64KB", 64_000], // powers of ten
    ["1.5MiB", 1_572_864],
    ["1MB", 1_000_000],
  ])("reads %j as %d bytes", (text, bytes) => {
    expect(parseSize(text)).toBe(bytes);
  });

  it.each(["160", "KiB", "-1B", "1kb", "1GiB"])("takes %j for no size", (text) => {
    expect(parseSize(text)).toBeUndefined();
  });

  it.each([
    [160, "160 B"],
    [1023, "1023 B"], // the last that is not KiB
    [1536, "1.5 KiB"],
    [3 * 1024 ** 2, "3 MiB"],
  ])("writes %d bytes as %j", (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });
});

it("the published patterns accept exactly what the parsers read", () => {
  const duration = new RegExp(DURATION_PATTERN);
  const size = new RegExp(SIZE_PATTERN);
  for (const text of ["1s", ".5s", "1.s", "1", "1d", "-1s", "1KiB", "1B", "B", "1kb"]) {
    expect(duration.test(text)).toBe(parseDuration(text) !== undefined);
    expect(size.test(text)).toBe(parseSize(text) !== undefined);
  }
});

describe("rates", () => {
  it.each([
    ["500kbit", 500_000], // decimal, as networks count
    ["10Mbit", 10_000_000],
    ["1Gbit", 1_000_000_000],
    ["1.5Mbit", 1_500_000], // a fraction
  ])("reads %j as %d bits per second, and writes it so", (text, bps) => {
    expect(parseRate(text)).toBe(bps);
    expect(formatRate(bps)).toBe(text);
  });

  it.each([
    "10", // no unit
    "10mbit", // units are case-sensitive
    "10MB", // bytes
    "10 Mbit", // a space inside
    "-1Mbit", // negative
    "Mbit", // no number
  ])("takes %j for no rate", (text) => {
    expect(parseRate(text)).toBeUndefined();
  });
});
