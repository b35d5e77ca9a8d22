import { describe, expect, test } from "vitest";
import type { Result } from "../../../core/result.ts";
import { rowsOf } from "../../rows.ts";
import { COMPLETE, recorded, shaped } from "../../testing/recorded-entries.ts";
import { invalid, POLLING, sampleResult, WEBSOCKET } from "../../testing/sample-result.ts";
import type { Drawing } from "../figure.ts";
import { identify } from "../identity.ts";
import { distribution } from "./distribution.ts";
import { exchangesOf } from "./exchanges.ts";
import { ladder } from "./ladder.ts";
import { predictedOf, shareWithin } from "./predicted.ts";

const drawnOf = (result: Result) => {
  const rows = rowsOf(result);
  const looks = identify(rows);
  return rows.map((row) => ({ row, series: looks.get(row)! }));
};

const pieces = ({ drawing }: Drawing, what: string): number => drawing.text.split(what).length - 1;

describe("exchanges", () => {
  test("join a request with its answer and what came in it, and know pushed events from answers", () => {
    const [polling, , websocket] = COMPLETE.map(({ recording }) => exchangesOf(recording!));

    expect(polling?.slice(0, 2)).toEqual([
      { fromMs: 300, toMs: 301, events: [expect.objectContaining({ id: 1, dueMs: 100 })] },
      { fromMs: 1000, toMs: 1001, events: [350, 820].map((dueMs) => expect.objectContaining({ dueMs })) },
    ]);
    expect(websocket?.[0]).toEqual({ toMs: 100.5, events: [expect.objectContaining({ id: 1 })] });
  });

  test("know nothing of a request that was unanswered when the recording ended", () => {
    expect(exchangesOf({ untilMs: 100, moments: [{ kind: "request", atMs: 50 }] })).toEqual([]);
  });
});

describe("what one client saw", () => {
  const result = sampleResult({ entries: COMPLETE });
  const figure = ladder(drawnOf(result), result)!;

  test("is the same span for every transport, told in words", () => {
    expect(figure.conclusion).toBe(
      "In the first 6 s of the window polling brought 8 events for 9 requests, 3 of them in vain, at worst 701 ms late; " +
        "long polling brought 8 events for 8 requests, at worst 1.00 ms late; " +
        "WebSocket brought 8 events without a request, at worst 0.50 ms late.",
    );
  });

  test("draws a ring for every event of every lane, and each empty poll grey", () => {
    expect(pieces(figure, 'class="lane"')).toBe(3);
    expect(pieces(figure, 'class="due"')).toBe(3 * 8);
    expect(pieces(figure, 'class="empty"')).toBe(3);
    expect(pieces(figure, 'class="held"')).toBeGreaterThan(5);
  });

  test("has the delays in its table as they were recorded", () => {
    const lines = figure.table.lines;

    expect(lines[0]).toEqual(["event 1", "100", "201", "1.00", "0.50"]);
    expect(lines.slice(-2)).toEqual([
      ["requests answered", "–", "9", "8", "0"],
      ["of them empty", "–", "3", "0", "0"],
    ]);
  });

  test("counts no event that was due before the window, and draws no ring for it", () => {
    const moments = [-120, 500].map((dueMs, i) => ({
      kind: "event" as const,
      atMs: dueMs + 130,
      id: i + 1,
      dueMs,
    }));
    const early = sampleResult({ entries: [{ ...WEBSOCKET, recording: { untilMs: 2000, moments } }] });
    const figure = ladder(drawnOf(early), early)!;

    expect(figure.conclusion).toContain("WebSocket brought 1 event without a request");
    expect(pieces(figure, 'class="due"')).toBe(1);
    expect(pieces(figure, 'class="brings"')).toBe(2);
  });

  test("draws less time where more happens than an eye can tell apart", () => {
    const moments = Array.from({ length: 200 }, (_, i) => ({
      kind: "event" as const,
      atMs: i * 10 + 1,
      id: i + 1,
      dueMs: i * 10,
    }));
    const busy = sampleResult({ entries: [{ ...WEBSOCKET, recording: { untilMs: 2000, moments } }] });

    expect(ladder(drawnOf(busy), busy)?.conclusion).toMatch(/^In the first 100 ms of the window WebSocket/);
  });

  test("draws one entry of each transport where there are many, and names the others", () => {
    const many = [1, 2, 3, 4, 5].map((n) => ({ ...recorded(POLLING), id: `polling-${n}` }));
    const result = sampleResult({ entries: [...many, recorded(WEBSOCKET)] });
    const figure = ladder(drawnOf(result), result)!;

    expect(pieces(figure, 'class="lane"')).toBe(2);
    expect(figure.notes).toEqual(["Not drawn: polling-2, polling-3, polling-4 and polling-5."]);
  });

  test("is left out of a result that recorded nothing", () => {
    const result = sampleResult();
    expect(ladder(drawnOf(result), result)).toBeUndefined();
  });
});

describe("the distribution of latency", () => {
  const figure = distribution(drawnOf(sampleResult({ entries: COMPLETE })))!;

  test("says how far theory and measurement are apart", () => {
    expect(figure.conclusion).toMatch(/on the wrong side of some latency at most [\d.]+ % with polling, /);
    const [, polling] = /at most ([\d.]+) % with polling/.exec(figure.conclusion)!;
    expect(Number(polling)).toBeLessThan(6);
  });

  test("has bars that are all of the deliveries, with theory over them", () => {
    const shifted = distribution(drawnOf(sampleResult({ entries: [shaped(POLLING, 2000, 3000)] })))!;

    expect(pieces(figure, 'class="theory"')).toBe(6);
    expect(shifted.conclusion).toContain("at most 100 % with polling.");
  });

  test("draws bars alone where nothing is predicted", () => {
    const plain = distribution(drawnOf(sampleResult()))!;

    expect(pieces(plain, 'class="theory"')).toBe(0);
    expect(plain.conclusion).not.toContain("theory");
    expect(plain.reading).not.toContain("closed form");
  });

  test("compares no invalid cells", () => {
    const broken = distribution(drawnOf(sampleResult({ entries: [invalid(POLLING, "busy")] })))!;

    expect(broken.conclusion).toMatch(/^Only invalid cells/);
    expect(broken.drawing.text).toContain("faint");
  });
});

describe("a predicted distribution", () => {
  test("is read by straight lines between what is told, and ends at the largest latency", () => {
    const [row] = rowsOf(sampleResult({ entries: [shaped(COMPLETE[0]!, 100, 200)], blocks: 3 }));
    const curve = predictedOf(row!)!;

    expect(shareWithin(curve, 150)).toBeCloseTo(0.5, 9);
    expect(shareWithin(curve, 137.5)).toBeCloseTo(0.375, 9);
    expect([shareWithin(curve, 50), shareWithin(curve, 5000)]).toEqual([0, 1]);
  });
});
