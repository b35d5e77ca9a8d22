import { describe, expect, it } from "vitest";
import type { MetricValues } from "../../core/metrics.ts";
import { familyOf } from "./family.ts";
import { pairsWith } from "./testing/cells.ts";

const LATENCIES = { latencyMeanMs: 1, latencyP50Ms: 1, latencyP99Ms: 2, latencyBeyondPollWaitMs: 1 };
const CPU = { serverCpuUsPerEvent: 4, eventsDelivered: 40_000 };

function entryOf(id: string, metrics: MetricValues, more = {}) {
  return { id, pairs: pairsWith(new Array(6).fill([metrics, metrics]), { entry: id, ...more }) };
}
const names = (family: ReturnType<typeof familyOf>) =>
  family.gated.map(({ entry, metric }) => `${entry}.${metric}`);

describe("the metrics that are judged by themselves", () => {
  it("are median, tail and CPU of a push transport, CPU only where it can tell", () => {
    expect(names(familyOf([entryOf("ws", { ...LATENCIES, ...CPU })]))).toEqual([
      "ws.latencyP50Ms",
      "ws.latencyP99Ms",
      "ws.serverCpuUsPerEvent",
    ]);
    const few = familyOf([entryOf("ws", { ...LATENCIES, ...CPU, eventsDelivered: 39_999 })]);
    expect(names(few)).not.toContain("ws.serverCpuUsPerEvent");
    expect(few.ungated.map(({ why }) => why)).toContain(
      "39,999 deliveries a cell are too few: from 40,000 on",
    );
  });

  it("do without CPU where pairs differ too much", () => {
    const noisy = pairsWith(
      [0.8, 0.9, 1, 1.1, 1.25, 1.3].map((factor) => [
        { ...LATENCIES, ...CPU },
        { ...LATENCIES, ...CPU, serverCpuUsPerEvent: 4 * factor },
      ]),
    );
    const { ungated } = familyOf([{ id: "ws", pairs: noisy }]);
    expect(ungated.find(({ metric }) => metric === "serverCpuUsPerEvent")?.why).toMatch(/^pairs differ by/);
    const sure = familyOf([{ id: "ws", pairs: noisy }], [], { fewest: 6, isSure: () => true });
    expect(names(sure)).toContain("ws.serverCpuUsPerEvent");
  });

  it("are what polls' waits do not explain where clients poll, whoever's transport it is", () => {
    const polled = { ...LATENCIES, latencyMeanMs: 500, splitPollWaitMs: 490 };
    expect(names(familyOf([entryOf("mine", polled)]))[0]).toBe("mine.latencyBeyondPollWaitMs");
  });

  it("are six at most, taken from all entries in turns", () => {
    const entries = ["a", "b", "c"].map((id) => entryOf(id, { ...LATENCIES, ...CPU }));
    expect(names(familyOf(entries))).toEqual([
      "a.latencyP50Ms",
      "b.latencyP50Ms",
      "c.latencyP50Ms",
      "a.latencyP99Ms",
      "b.latencyP99Ms",
      "c.latencyP99Ms",
    ]);
  });

  it("have memory among them from a thousand connections on", () => {
    const metrics = { ...LATENCIES, serverRssBytesPerConnection: 9000 };
    expect(names(familyOf([entryOf("ws", metrics, { clients: 999 })]))).not.toContain(
      "ws.serverRssBytesPerConnection",
    );
    expect(names(familyOf([entryOf("ws", metrics, { clients: 1000 })]))).toContain(
      "ws.serverRssBytesPerConnection",
    );
  });
});

describe("metrics that were chosen", () => {
  it("are those and no others, in every entry or in one", () => {
    const entries = ["a", "b"].map((id) => entryOf(id, LATENCIES));
    expect(names(familyOf(entries, [{ entry: "*", metric: "latencyP50Ms" }]))).toEqual([
      "a.latencyP50Ms",
      "b.latencyP50Ms",
    ]);
    expect(names(familyOf(entries, [{ entry: "b", metric: "latencyMeanMs" }]))).toEqual(["b.latencyMeanMs"]);
  });

  it("are told where they cannot be judged", () => {
    const chosen = [{ entry: "*", metric: "latencyP999Ms" as const }];
    expect(familyOf([entryOf("a", LATENCIES)], chosen).ungated).toEqual([
      { entry: "a", metric: "latencyP999Ms", why: "not measured in both halves of any pair" },
    ]);
  });

  it("are judged once, however often they are named", () => {
    const entries = ["a", "b"].map((id) => entryOf(id, LATENCIES));
    const chosen = ["a", "*", "a"].map((entry) => ({ entry, metric: "latencyP50Ms" as const }));
    expect(names(familyOf(entries, chosen))).toEqual(["a.latencyP50Ms", "b.latencyP50Ms"]);
  });
});

describe("a metric that the base has", () => {
  const having = (count: number) =>
    pairsWith(
      Array.from({ length: 12 }, (_pair, i) => {
        const { latencyP99Ms: _tail, ...without } = LATENCIES;
        return [LATENCIES, i < count ? LATENCIES : without];
      }),
    );

  it("is lost where the head has it in fewer than half of the pairs", () => {
    expect(familyOf([{ id: "ws", pairs: having(0) }]).lost).toEqual([
      { entry: "ws", metric: "latencyP99Ms" },
    ]);
    expect(familyOf([{ id: "ws", pairs: having(5) }]).lost).toHaveLength(1);
    expect(names(familyOf([{ id: "ws", pairs: having(6) }]))).toContain("ws.latencyP99Ms");
  });

  it("needs more pairs where the family is strict", () => {
    const { gated, ungated } = familyOf([{ id: "ws", pairs: having(9) }], [], {
      fewest: 10,
      isSure: () => false,
    });
    expect(gated.map(({ metric }) => metric)).not.toContain("latencyP99Ms");
    expect(ungated.map(({ why }) => why)).toContain("measured in 9 of 12 pairs only");
  });
});
