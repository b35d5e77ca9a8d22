import { expect, test } from "vitest";
import { answersOf } from "./answers.ts";
import { rowsOf } from "./rows.ts";
import { invalid, LONG_POLLING, sampleResult, WEBSOCKET, withLatency } from "./testing/sample-result.ts";

const answers = (options: Parameters<typeof sampleResult>[0] = {}): Readonly<Record<string, string>> => {
  const result = sampleResult(options);
  return Object.fromEntries(
    answersOf(result, rowsOf(result)).map(({ question, answer }) => [question, answer]),
  );
};

test("the first answers name the fastest, what it cost, the cheapest, and why no more is claimed", () => {
  expect(answers()).toEqual({
    Fastest: "WebSocket: 0.41 ms median, 1.00 ms p99",
    "What that cost": "216 bytes, 0 requests and 8.90 µs of server CPU per event",
    "Fewest bytes": "WebSocket: 216 per event",
    "How sure":
      "Each was measured once (1 block): too few for intervals, so a difference in times is claimed only from a factor of 2 on, " +
      "in counts beyond their tolerance. Six valid blocks of each give intervals",
  });
});

test("a tie is not broken by the order of two figures", () => {
  const { Fastest } = answers({ entries: [withLatency(LONG_POLLING, 0.5), withLatency(WEBSOCKET, 0.4)] });

  expect(Fastest).toBe("WebSocket and long polling, too close to call (0.40 and 0.50 ms median)");
});

test("six blocks have intervals, and say what those are", () => {
  expect(answers({ blocks: 6 })["How sure"]).toBe(
    "Each was measured 6 times (6 valid blocks): intervals hold the median with at least 95 %, and a difference is claimed only where they do not overlap",
  );
});

test("cells that were left out are counted", () => {
  const entries = [invalid(WEBSOCKET, "busy"), LONG_POLLING];

  expect(answers({ entries, blocks: 2 })["How sure"]).toMatch(
    /^Each was measured 2 times \(2 valid blocks\), 2 cells left out as invalid:/,
  );
});

test("who stands alone is not called the fastest", () => {
  const { Fastest, Latency, Cost } = answers({ entries: [invalid(LONG_POLLING, "busy"), WEBSOCKET] });

  expect(Fastest).toBeUndefined();
  expect(Latency).toBe("WebSocket: 0.41 ms median, 1.00 ms p99; nothing stands beside it to compare");
  expect(Cost).toBe("216 bytes, 0 requests and 8.90 µs of server CPU per event");
});

test("where nothing is valid, nothing is sure", () => {
  expect(answers({ entries: [invalid(WEBSOCKET, "busy")] })).toEqual({
    "How sure": "Not at all: no cell is valid",
  });
});
