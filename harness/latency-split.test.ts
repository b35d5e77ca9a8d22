import { describe, expect, it } from "vitest";
import type { LoadReport } from "../core/messages.ts";
import { msToNs } from "../core/units.ts";
import { latencySplit } from "./latency-split.ts";
import { mergeLoad } from "./merge.ts";
import { sampleLoad, samplePublisher, spans } from "./testing/sample-reports.ts";

const splitOf = (load: Partial<LoadReport>, slipMs: number) =>
  latencySplit(mergeLoad([sampleLoad(load)]), samplePublisher({ slip: spans([slipMs, 24]) }));

describe("the split of the mean latency", () => {
  it.each([
    // Push: nothing is waited for; the slip is whole.
    [
      "push",
      { pollWait: spans(), latency: spans([3, 100]), clientWait: 100 * msToNs(0.5) },
      [1, 0, 1.5, 0.5],
    ],
    // Polling: every event waits, and the slip lies inside each wait.
    ["polling", { pollWait: spans([500, 100]), latency: spans([503, 100]), clientWait: 0 }, [0, 500, 3, 0]],
    // Long polling with a quarter buffered.
    [
      "long polling",
      { pollWait: spans([40, 25]), latency: spans([25, 75], [65, 25]), clientWait: 0 },
      [0.75, 10, 24.25, 0],
    ],
  ] as const)("of %s", (_, load, [slip, wait, transit, client]) => {
    const split = splitOf(load, 1);
    expect(split?.splitSlipMs).toBeCloseTo(slip, 9);
    expect(split?.splitPollWaitMs).toBeCloseTo(wait, 9);
    expect(split?.splitTransitMs).toBeCloseTo(transit, 9);
    expect(split?.splitClientMs).toBeCloseTo(client, 9);
  });

  it("is none when nothing arrived", () => {
    expect(splitOf({ latency: spans(), pollWait: spans(), clientWait: 0 }, 1)).toBeUndefined();
  });
});
