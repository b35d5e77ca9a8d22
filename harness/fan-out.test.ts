import { describe, expect, it } from "vitest";
import { FAN_OUT_CLIENTS, fanOutFit } from "./fan-out.ts";
import { mergeLoad } from "./merge.ts";
import { lineThrough, sampleLoad } from "./testing/sample-reports.ts";

function fitOf(fanOut: ReturnType<typeof lineThrough>, requests = 0) {
  const { window } = sampleLoad();
  return fanOutFit(mergeLoad([sampleLoad({ fanOut, window: { ...window, requests } })]));
}

describe("the fit of latency to the order of connecting", () => {
  it("has the slope of a line, in µs a client, and explains all of it", () => {
    const fit = fitOf(lineThrough(1000, (place) => 5e6 + 2500 * place));
    expect(fit?.usPerClient).toBeCloseTo(2.5, 9);
    expect(fit?.rSquared).toBeCloseTo(1, 9);
  });

  it("explains nothing of what does not grow", () => {
    expect(fitOf(lineThrough(1000, () => 5e6))).toEqual({ usPerClient: 0, rSquared: 0 });
    const zigzag = fitOf(lineThrough(1000, (place) => 5e6 + 1e5 * (place % 2)));
    expect(zigzag?.rSquared).toBeLessThan(0.001);
  });

  it("explains as much of a line with noise as the noise leaves", () => {
    // Variance of the line: (1e3)² · (n² − 1)/12; of the noise: 1e5².
    const n = 1000;
    const fit = fitOf(lineThrough(n, (place) => 1e3 * place + (place % 2 === 0 ? 1e5 : -1e5)));
    const line = (1e6 * (n * n - 1)) / 12;
    expect(fit?.rSquared).toBeCloseTo(line / (line + 1e10), 2);
  });

  it.each([
    ["too few clients", FAN_OUT_CLIENTS - 1, 0],
    ["requests", 1000, 1],
  ])("is none with %s", (_, clients, requests) => {
    expect(
      fitOf(
        lineThrough(clients, (place) => place * 1000),
        requests,
      ),
    ).toBeUndefined();
  });

  it("is there from ten clients on", () => {
    expect(fitOf(lineThrough(FAN_OUT_CLIENTS, (place) => place * 1000))?.usPerClient).toBeCloseTo(1, 9);
  });
});
