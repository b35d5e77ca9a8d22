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
    const cells = [0, 0, 2].map((eventsLost, i) => cellWith({ eventsLost, bytesPerEvent: 100 + i }));
    expect(countedValues(cells)).toEqual({ eventsLost: 2, bytesPerEvent: 101 });
  });

  it("leave out what chance brought into few cells, unless anything counts", () => {
    const cells = [{ emptyResponseBytes: 112 }, {}, {}].map((metrics) => cellWith(metrics));
    expect(countedValues(cells)).toEqual({});
    expect(countedValues(cells, true)).toEqual({ emptyResponseBytes: 112 });
  });
});
