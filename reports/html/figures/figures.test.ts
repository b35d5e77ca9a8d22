import { describe, expect, test } from "vitest";
import { encodeHistogram } from "../../../core/hdr.ts";
import { Histogram } from "../../../core/histogram.ts";
import type { Result } from "../../../core/result.ts";
import { msToNs } from "../../../core/units.ts";
import { rowsOf } from "../../rows.ts";
import {
  invalid,
  LONG_POLLING,
  POLLING,
  sampleResult,
  THREE,
  WEBSOCKET,
  withCosts,
  withLatency,
} from "../../testing/sample-result.ts";
import { type Drawn, type Figure, isFigure } from "../figure.ts";
import { identify } from "../identity.ts";
import type { LinePoint } from "../view.ts";
import { findingsOf } from "./index.ts";

const figuresOf = (result: Result): readonly Figure[] => findingsOf(drawnOf(result), result).filter(isFigure);

function drawnOf(result: Result): readonly Drawn[] {
  const rows = rowsOf(result);
  const looks = identify(rows);
  return rows.map((row) => ({ row, series: looks.get(row)! }));
}

const figures = (options: Parameters<typeof sampleResult>[0] = {}): ReadonlyMap<string, Figure> =>
  new Map(figuresOf(sampleResult(options)).map((figure) => [figure.id, figure]));

describe("latency against bytes", () => {
  test("names the one entry that nothing beats", () => {
    expect(figures().get("trade-off")?.conclusion).toBe(
      "Nothing beats WebSocket (0.41 ms, 216 bytes): no other entry is clearly faster or clearly cheaper.",
    );
  });

  test("calls it a trade-off when the cheapest is slow", () => {
    const cheap = withCosts(withLatency(POLLING, 500), { bytesPerEvent: 50 });

    const { conclusion, chart } = figures({ entries: [cheap, withLatency(WEBSOCKET, 0.4)] }).get(
      "trade-off",
    )!;

    expect(conclusion).toBe(
      "A trade-off between polling (500 ms, 50.0 bytes) and WebSocket (0.40 ms, 216 bytes): who is faster pays for it in bytes.",
    );
    expect(chart.kind === "scatter" && chart.frontier.map(([x]) => x)).toEqual([50, 216]);
  });

  test("claims nothing of two that lie close together", () => {
    const near = withCosts(withLatency(LONG_POLLING, 0.5), { bytesPerEvent: 212 });

    expect(figures({ entries: [near, withLatency(WEBSOCKET, 0.4)] }).get("trade-off")?.conclusion).toBe(
      "Long polling (0.50 ms, 212 bytes) and WebSocket (0.40 ms, 216 bytes) lie too close together for a difference to be claimed.",
    );
  });

  test("draws an invalid entry pale and keeps it off the frontier", () => {
    const { chart, table } = figures({ entries: [POLLING, invalid(WEBSOCKET, "busy")] }).get("trade-off")!;

    expect(chart.kind === "scatter" && chart.points.map(({ series }) => series.faint)).toEqual([false, true]);
    expect(table.lines.map((line) => line.at(-1))).toEqual(["yes", "not compared"]);
  });
});

describe("latency by percentile", () => {
  const curve = (result: Result): readonly LinePoint[] => {
    const chart = figuresOf(result).find(({ id }) => id === "percentiles")!.chart;
    return chart.kind === "percentiles" ? chart.lines[0]!.points : [];
  };

  test("ends each curve where fewer than ten samples remain", () => {
    const points = curve(sampleResult({ entries: [POLLING] }));

    expect(points.at(-1)![0]).toBeCloseTo(240, 5); // 2,400 samples
    expect(points.length).toBeLessThanOrEqual(200);
  });

  test("merges the blocks' histograms instead of averaging their percentiles", () => {
    const fast = sampleResult({ entries: [withLatency(POLLING, 1)], blocks: 2 });
    const slow = sampleResult({ entries: [withLatency(POLLING, 100)], blocks: 1 });
    const mixed: Result = { ...fast, cells: [fast.cells[0]!, { ...slow.cells[0]!, block: 2 }] };

    const heights = curve(mixed).map(([, y]) => y!);

    expect(heights.at(0)).toBeCloseTo(1, 1);
    expect(heights.at(-1)! / 100).toBeCloseTo(1, 2);
    expect(heights.filter((y) => y > 2 && y < 99)).toEqual([]);
  });

  test("leaves p99.9 out of the table while it has fewer than ten samples beyond it", () => {
    const { table } = figures().get("percentiles")!;

    expect(table.lines.map((line) => line[4])).toEqual(["–", "–", "–"]);
  });

  test("says nothing of nine in ten where fewer than ten samples lie beyond that, and does from a hundred on", () => {
    const result = sampleResult({ entries: [WEBSOCKET] });
    const saidOf = (count: number): string => {
      const histogram = new Histogram();
      for (let i = 0; i < count; i++) histogram.record(msToNs(i + 1));
      const cells = result.cells.map((cell) => ({
        ...cell,
        histograms: { ...cell.histograms, latency: encodeHistogram(histogram) },
      }));
      return figuresOf({ ...result, cells }).find(({ id }) => id === "percentiles")!.conclusion;
    };

    expect(saidOf(99)).toBe("Too few deliveries to say within which time nine in ten arrived.");
    expect(saidOf(100)).toMatch(/^Nine in ten deliveries arrived within 90/);
  });

  test("costs a curve and not the page where a histogram cannot be read", () => {
    const result = sampleResult({ entries: [POLLING, WEBSOCKET] });
    const [broken, ...others] = result.cells;
    const cells = [{ ...broken!, histograms: { latency: "bm9uc2Vuc2U=" } }, ...others];

    const percentiles = figuresOf({ ...result, cells }).find(({ id }) => id === "percentiles");

    expect(percentiles?.table.lines).toHaveLength(1);
  });
});

describe("the other figures", () => {
  test("say in words what they show", () => {
    const all = figures();

    expect(all.get("bytes")?.conclusion).toBe(
      "The share of bytes that carries no event is 1.9 % for WebSocket, 54 % for polling and 81 % for long polling.",
    );
    expect(all.get("requests")?.conclusion).toBe(
      "Polling 0.27 (3.1 % in vain), long polling 0.99 (none in vain) and WebSocket none.",
    );
    expect(all.get("deliveries-over-time")?.conclusion).toBe(
      "All clients together received 350 to 450 events a second with polling and 300 to 500 events a second with long polling and WebSocket.",
    );
  });

  test("show the server's loop delay where it was measured", () => {
    const timeline = { serverLoopDelayMs: [null, null, 0.2, 0.4, 9.5, 0.3, null, 0.2] };
    const loop = figures({ entries: [{ ...POLLING, timeline }, WEBSOCKET] }).get("loop-delay-over-time");

    expect(loop?.conclusion).toBe("The server’s event loop was held up by 0.20 to 9.50 ms with polling.");
    expect(figures().has("loop-delay-over-time")).toBe(false);
  });

  test("are left out where nothing of theirs was measured", () => {
    const bare = {
      ...WEBSOCKET,
      costs: {},
      timeline: { latencyP50Ms: [null], eventsDelivered: [null] },
    };

    expect([...figures({ entries: [bare] }).keys()]).toEqual(["percentiles"]);
  });

  test("tell a transport's second entry from its first by shape and dash, in the same colour", () => {
    const [first, second] = drawnOf(sampleResult({ entries: [POLLING, { ...POLLING, id: "often" }] }));

    expect(second?.series.tone).toBe(first?.series.tone);
    expect(second?.series.shape).not.toBe(first?.series.shape);
    expect(second?.series.dash).not.toEqual(first?.series.dash);
  });

  test("give each of the known transports a colour, a shape and a dash of its own", () => {
    const looks = drawnOf(sampleResult({ entries: THREE })).map(({ series }) => series);

    for (const trait of ["tone", "shape", "dash"] as const) {
      expect(new Set(looks.map((look) => String(look[trait]))).size).toBe(3);
    }
  });
});
