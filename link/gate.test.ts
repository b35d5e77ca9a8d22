import { describe, expect, it } from "vitest";
import type { LinkSpec } from "../core/link.ts";
import { Gate } from "./gate.ts";

const SECOND = 1e9;
const LINK: LinkSpec = { delayUpMs: 0, delayDownMs: 0, jitterMs: 0, stalls: [] };

describe("a gate", () => {
  const gate = new Gate([
    { from: 50, to: 60 },
    { from: 10, to: 20 },
    { from: 15, to: 30 },
    { from: 30, to: 40 },
  ]);

  it.each([
    // [moment, when it opens]
    [0, 0], // before any span
    [9, 9],
    [10, 40], // the first moment of a span; overlapping and touching spans are one
    [29, 40],
    [40, 40], // the end of a span is no part of it
    [55, 60],
    [99, 99], // after all
  ])("at %d opens at %d", (at, opens) => {
    expect(gate.opens(at)).toBe(opens);
  });

  it("is open when nothing closes it", () => {
    expect(new Gate().opens(5)).toBe(5);
  });

  it("of a link is closed in its stalls and after its cuts, counted from the window's start", () => {
    const link: LinkSpec = {
      ...LINK,
      stalls: [{ atMs: 1000, forMs: 500 }],
      cut: { kind: "every", everyMs: 4000, outageMs: 200 },
    };
    const closing = Gate.of(link, 100 * SECOND, 110 * SECOND);
    expect(closing.opens(101 * SECOND)).toBe(101.5 * SECOND);
    expect(closing.opens(104 * SECOND)).toBe(104.2 * SECOND);
    expect(closing.opens(108.1 * SECOND)).toBe(108.2 * SECOND);
    expect(closing.opens(100 * SECOND)).toBe(100 * SECOND);
  });

  it("of a link is open from the window's end on", () => {
    const link: LinkSpec = {
      ...LINK,
      stalls: [{ atMs: 12_000, forMs: 500 }],
      cut: { kind: "at", atMs: [9000], outageMs: 5000 },
    };
    const closing = Gate.of(link, 0, 10 * SECOND);
    expect(closing.opens(9.5 * SECOND)).toBe(10 * SECOND);
    expect(closing.opens(12.1 * SECOND)).toBe(12.1 * SECOND);
  });
});
