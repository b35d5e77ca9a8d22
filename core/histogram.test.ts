import { build } from "hdr-histogram-js";
import { describe, expect, it } from "vitest";
import { countsOf, decodeHistogram, encodeHistogram } from "./hdr.ts";
import { HIGHEST_SPAN, Histogram } from "./histogram.ts";
import { random } from "./random.ts";

/** Spans from 0 to 20 s, dense at the short end as latencies are. */
function sampleSpans(count: number): number[] {
  const source = random(7, "histogram test");
  return Array.from({ length: count }, () => Math.floor(10 ** (source.uniform() * 10.3)));
}

describe("Histogram", () => {
  it("agrees with hdr-histogram-js on every quantile, to its resolution", () => {
    const ours = new Histogram();
    const reference = build({
      lowestDiscernibleValue: 1000,
      highestTrackableValue: HIGHEST_SPAN,
      numberOfSignificantValueDigits: 3,
    });
    for (const span of sampleSpans(20_000)) {
      ours.record(span);
      reference.recordValue(span);
    }
    for (const q of [0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 0.999]) {
      const expected = reference.getValueAtPercentile(q * 100);
      expect(Math.abs(ours.quantile(q)! - expected)).toBeLessThanOrEqual(Math.max(512, expected / 1000));
    }
  });

  it("keeps the exact sum, mean and maximum", () => {
    const histogram = new Histogram();
    for (const span of [1, 2_000_000, 3]) histogram.record(span);
    histogram.record(10, 7);
    expect(histogram.sum).toBe(1 + 2_000_000 + 3 + 70);
    expect(histogram.mean).toBe((1 + 2_000_000 + 3 + 70) / 10);
    expect(histogram.max).toBe(2_000_000);
    expect(histogram.count).toBe(10);
  });

  it("gives the standard form bucket by bucket", () => {
    const histogram = new Histogram();
    for (const span of sampleSpans(5_000)) histogram.record(span);
    const standard = decodeHistogram(encodeHistogram(histogram));
    expect(standard.totalCount).toBe(5_000);
    for (const q of [0.5, 0.99]) {
      const ours = histogram.quantile(q)!;
      expect(Math.abs(standard.getValueAtPercentile(q * 100) - ours)).toBeLessThanOrEqual(
        Math.max(512, ours / 1000),
      );
    }
  });

  it("merges what crossed a process boundary as if it had been recorded here", () => {
    const spans = sampleSpans(1_000);
    const whole = new Histogram();
    const parts = [new Histogram(), new Histogram()];
    for (const [i, span] of spans.entries()) {
      whole.record(span);
      parts[i % 2]!.record(span);
    }
    const merged = new Histogram();
    for (const part of parts) merged.merge(Histogram.fromData(JSON.parse(JSON.stringify(part.toData()))));
    expect(merged.toData().pairs).toEqual(whole.toData().pairs);
    expect(merged.mean).toBeCloseTo(whole.mean!, 3);
    expect(merged.max).toBe(whole.max);
  });

  it("gives its counts back from the standard form, near the values recorded", () => {
    const histogram = new Histogram();
    histogram.record(1_000_000, 3);
    histogram.record(250_000_000, 2);

    const counts = countsOf(decodeHistogram(encodeHistogram(histogram)));

    expect(counts.map(([, count]) => count)).toEqual([3, 2]);
    expect(counts.map(([middle]) => middle / 1e6)).toEqual([expect.closeTo(1, 2), expect.closeTo(250, 0)]);
  });

  it("says nothing where nothing was recorded", () => {
    const empty = new Histogram();
    expect([empty.mean, empty.max, empty.quantile(0.5)]).toEqual([undefined, undefined, undefined]);
  });

  it("counts a span beyond its range as the longest it knows and keeps the true maximum", () => {
    const histogram = new Histogram();
    histogram.record(HIGHEST_SPAN * 3);
    expect(histogram.max).toBe(HIGHEST_SPAN * 3);
    expect(histogram.quantile(1)).toBeGreaterThan(HIGHEST_SPAN * 0.999);
  });
});
