import { describe, expect, it } from "vitest";
import type { MetricValues } from "../../core/metrics.ts";
import { countedRows, countedValues } from "./counted.ts";
import { cellWith } from "./testing/cells.ts";

const rowOf = (base: MetricValues, head: MetricValues) => countedRows("polling", { base, head });

describe("a counted metric", () => {
  it.each<[string, MetricValues, MetricValues, string]>([
    ["exact and one byte more", { requestBytes: 56 }, { requestBytes: 57 }, "regressed"],
    ["exact and one byte less", { requestBytes: 56 }, { requestBytes: 55 }, "improved"],
    ["exact and the same", { requestBytes: 56 }, { requestBytes: 56 }, "ok"],
    ["exact and neither way better", { eventsExpected: 200 }, { eventsExpected: 199 }, "regressed"],
    ["exact and better when higher", { eventsDelivered: 200 }, { eventsDelivered: 199 }, "regressed"],
    ["lost for the first time", { eventsLost: 0 }, { eventsLost: 1 }, "regressed"],
    ["counted and within its tolerance", { emptyResponseRatio: 0.1 }, { emptyResponseRatio: 0.12 }, "ok"],
    ["counted and beyond it", { emptyResponseRatio: 0 }, { emptyResponseRatio: 0.1 }, "regressed"],
    ["counted and better", { bytesPerEvent: 200 }, { bytesPerEvent: 150 }, "improved"],
    ["gone", { requestBytes: 56 }, {}, "missing"],
    ["new", {}, { requestBytes: 56 }, "new"],
  ])("%s", (_, base, head, outcome) => {
    expect(rowOf(base, head)).toMatchObject([{ outcome }]);
  });

  it("says what it was and is, by how much and against what", () => {
    const [exact] = rowOf({ emptyResponseBytes: 112 }, { emptyResponseBytes: 152 });
    expect(exact!.message).toBe(
      "polling.emptyResponseBytes is 152 B instead of 112 B (+40 B, +36 %; exact: no tolerance)",
    );
    const [gone] = rowOf({ emptyResponseBytes: 112 }, {});
    expect(gone!.message).toBe(
      "polling.emptyResponseBytes is missing: it was 112 B and is not measured any more",
    );
  });

  it("leaves times alone", () => {
    expect(rowOf({ latencyP50Ms: 1 }, { latencyP50Ms: 9 })).toEqual([]);
  });
});

describe("values over cells", () => {
  it("are the worst of exact ones and the median of counted ones", () => {
    const cells = [56, 56, 57].map((requestBytes, i) => cellWith({ requestBytes, bytesPerEvent: 100 + i }));
    expect(countedValues(cells)).toEqual({ requestBytes: 57, bytesPerEvent: 101 });
  });

  it("add losses up, so that a build that always loses is worse than one that did it once", () => {
    const once = countedValues([0, 0, 3].map((eventsLost) => cellWith({ eventsLost })));
    const always = countedValues([3, 3, 3].map((eventsLost) => cellWith({ eventsLost })));
    expect(countedRows("a", { base: once, head: always })).toMatchObject([
      { base: 3, head: 9, outcome: "regressed" },
    ]);
  });

  it("leave out what chance brought into few cells, unless anything counts", () => {
    const cells = [{ emptyResponseBytes: 112 }, {}, {}].map((metrics) => cellWith(metrics));
    expect(countedValues(cells)).toEqual({});
    expect(countedValues(cells, true)).toEqual({ emptyResponseBytes: 112 });
  });
});
