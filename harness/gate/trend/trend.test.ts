import { describe, expect, it } from "vitest";
import { random } from "../../../core/random.ts";
import { trends } from "./trend.ts";
import type { HistoryLine } from "./trend-history.ts";

const source = random(4, "trend test");
const noisy = (level: number): number => level * (1 + 0.02 * (source.uniform() - 0.5));

/** Run number `night` of a history. */
const line = (night: number, change: Partial<HistoryLine> = {}): HistoryLine => ({
  version: 1,
  at: new Date(Date.UTC(2025, 0, 1 + night)).toISOString(),
  commit: `c${night}`,
  scenario: "smoke",
  hash: "sha256:1",
  entry: "websocket",
  fingerprint: "machine",
  metrics: { latencyP50Ms: noisy(1) },
  ...change,
});
const nights = (count: number, of: (night: number) => HistoryLine): HistoryLine[] =>
  Array.from({ length: count }, (_, night) => of(night));

it("names the runs between which a metric got worse", () => {
  const [trend] = trends(
    nights(30, (night) => line(night, { metrics: { latencyP50Ms: noisy(night < 20 ? 1 : 1.2) } })),
  );
  expect(trend).toMatchObject({ scenario: "smoke", entry: "websocket", metric: "latencyP50Ms" });
  expect(trend?.values).toHaveLength(30);
  expect(trend?.changes).toEqual([
    {
      before: expect.closeTo(1, 1),
      after: expect.closeTo(1.2, 1),
      last: { at: "2025-01-20T00:00:00.000Z", commit: "c19" },
      first: { at: "2025-01-21T00:00:00.000Z", commit: "c20" },
      worse: true,
    },
  ]);
});

it.each([
  // [metric, from, to, worse]
  ["latencyP50Ms", 1.2, 1, false],
  ["payloadBytesPerEvent", 90, 100, undefined],
] as const)("%s from %d to %d: worse is %s", (metric, from, to, worse) => {
  const [trend] = trends(
    nights(30, (night) => line(night, { metrics: { [metric]: night < 15 ? from : to } })),
  );
  expect(trend?.changes.map((change) => change.worse)).toEqual([worse]);
});

it("takes every other value of an exact metric for a change, the newest, too", () => {
  const [trend] = trends(
    nights(9, (night) => line(night, { metrics: { requestBytes: night < 8 ? 671 : 711 } })),
  );
  expect(trend?.changes).toMatchObject([{ before: 671, after: 711, first: { commit: "c8" }, worse: true }]);
});

it("finds nothing where nothing changed, and nothing in an empty history", () => {
  expect(trends(nights(30, (night) => line(night))).flatMap(({ changes }) => changes)).toEqual([]);
  expect(trends([])).toEqual([]);
});

describe("compares times with the newest run's only", () => {
  const metrics = (night: number) => ({ latencyP50Ms: noisy(night < 15 ? 1 : 2), requestBytes: 671 });

  it.each<[string, Partial<HistoryLine>, Partial<HistoryLine>]>([
    ["fingerprint", { fingerprint: "old" }, {}],
    ["calibration", { calibration: { cpuNsPerRound: 1.6 } }, { calibration: { cpuNsPerRound: 2 } }],
  ])("%s", (_, before, after) => {
    const lines = nights(30, (night) =>
      line(night, { metrics: metrics(night), ...(night < 15 ? before : after) }),
    );
    const found = trends(lines);
    expect(found.map(({ metric, values, changes }) => [metric, values.length, changes.length])).toEqual([
      ["latencyP50Ms", 15, 0],
      ["requestBytes", 30, 0], // the same on every machine
    ]);
  });
});

it("leaves out runs of what the scenario was before, and keeps entries and scenarios apart", () => {
  const lines = [
    ...nights(9, (night) => line(night, { hash: night < 4 ? "sha256:0" : "sha256:1" })),
    ...nights(3, (night) => line(night, { entry: "polling" })),
    ...nights(2, (night) => line(night, { scenario: "quick" })),
  ];
  expect(trends(lines).map(({ scenario, entry, values }) => [scenario, entry, values.length])).toEqual([
    ["smoke", "websocket", 5],
    ["smoke", "polling", 3],
    ["quick", "websocket", 2],
  ]);
});

it("goes by time, not by the order of lines, and leaves out names that are no metrics of ours", () => {
  const lines = nights(9, (night) =>
    line(night, { metrics: { requestBytes: 600 + (night < 5 ? 0 : 1), constructor: 1, unheardOf: 2 } }),
  );
  expect(trends(lines.toReversed())).toEqual(trends(lines));
  expect(trends(lines).map(({ metric, changes }) => [metric, changes.length])).toEqual([["requestBytes", 1]]);
});

it("is quick about a history of years", () => {
  const lines = nights(3000, (night) => line(night));
  expect(trends(lines)[0]?.values).toHaveLength(3000);
});
