import { describe, expect, test } from "vitest";
import type { Result } from "../core/result.ts";
import { verdictSentence } from "./sentence.ts";
import {
  invalid,
  LONG_POLLING,
  POLLING,
  type SampleEntry,
  sampleResult,
  WEBSOCKET,
  withCosts,
  withLatency,
} from "./testing/sample-result.ts";

/** A transport with nothing but the two figures most sentences are about. */
const entry = (base: SampleEntry, ms: number, bytes: number): SampleEntry =>
  withLatency({ ...base, costs: { bytesPerEvent: bytes } }, ms);

const sentence = (...entries: SampleEntry[]): string => verdictSentence(sampleResult({ entries }));

describe("the verdict sentence", () => {
  test("names the fastest first and the dearest against the cheapest", () => {
    const said = sentence(
      entry(POLLING, 500, 899),
      entry(LONG_POLLING, 0.9, 520),
      entry(WEBSOCKET, 0.4, 172),
    );

    expect(said).toBe(
      "WebSocket delivered in 0.40 ms (median), long polling in 0.90 ms, polling in 500 ms; " +
        "polling sent 5.2× and long polling 3.0× the bytes of WebSocket per event.",
    );
  });

  test("says that polling is cheapest", () => {
    const said = sentence(entry(POLLING, 500, 50), entry(WEBSOCKET, 0.4, 216));

    expect(said).toBe(
      "WebSocket delivered in 0.40 ms (median), polling in 500 ms; " +
        "polling sent the fewest bytes, 50.0 per event, where WebSocket sent 4.3× as many.",
    );
  });

  test("says that polling wins outright", () => {
    const said = sentence(entry(POLLING, 1, 50), entry(WEBSOCKET, 4, 216));

    expect(said).toBe(
      "Polling delivered in 1.00 ms (median), WebSocket in 4.00 ms; WebSocket sent 4.3× the bytes of polling per event.",
    );
  });

  test("says who takes the least server CPU where it is not the fastest", () => {
    const said = sentence(
      withCosts(entry(POLLING, 500, 216), { serverCpuUsPerEvent: 4 }),
      withCosts(entry(WEBSOCKET, 0.4, 216), { serverCpuUsPerEvent: 9 }),
    );

    expect(said).toContain(
      "polling took the least server CPU, 4.00 µs per event against 9.00 for WebSocket.",
    );
  });

  test("calls times less than a factor of two apart a tie while there are no intervals, and counts within 5 %", () => {
    const said = sentence(
      entry(POLLING, 500, 899),
      entry(LONG_POLLING, 0.6, 180),
      entry(WEBSOCKET, 0.4, 172),
    );

    expect(said).toBe(
      "WebSocket and long polling tie on median latency (0.40 and 0.60 ms); polling took 500 ms; " +
        "WebSocket and long polling tie on bytes per event (172 and 180); polling sent at least 5.0× as many.",
    );
  });

  test("claims a difference in counts beyond their tolerance from one block, as no chance is in it", () => {
    const said = sentence(entry(LONG_POLLING, 0.5, 402), entry(WEBSOCKET, 0.4, 208));

    expect(said).toBe(
      "WebSocket and long polling tie on median latency (0.40 and 0.50 ms); " +
        "long polling sent 1.9× the bytes of WebSocket per event.",
    );
  });

  test("claims nothing where intervals overlap, however far apart the medians are", () => {
    const wide = { latency: (draw: { uniform(): number }) => 0.2 + 2 * draw.uniform() };
    const result = sampleResult({ entries: [{ ...WEBSOCKET, ...wide }, LONG_POLLING], blocks: 6 });
    const [first, second] = result.summary;
    Object.assign(first!.metrics, { latencyP50Ms: { value: 1, low: 0.5, high: 4 } });
    Object.assign(second!.metrics, { latencyP50Ms: { value: 3, low: 2, high: 5 } });

    expect(verdictSentence(result)).toMatch(/^WebSocket and long polling tie on median latency/);
  });

  test("calls two that tie in everything a tie", () => {
    const said = sentence(entry(LONG_POLLING, 0.5, 178), entry(WEBSOCKET, 0.4, 172));

    expect(said).toBe(
      "WebSocket and long polling tie on median latency (0.40 and 0.50 ms); both tie on bytes per event (172 to 178).",
    );
  });

  test("says of two slower ones that they tie", () => {
    const said = sentence(
      entry(POLLING, 500, 200),
      entry(LONG_POLLING, 400, 200),
      entry(WEBSOCKET, 0.4, 200),
    );

    expect(said).toBe(
      "WebSocket delivered in 0.40 ms (median); long polling and polling tie (400 and 500 ms); all sent 200 bytes per event.",
    );
  });

  test("claims a small difference once intervals tell the two apart", () => {
    const entries = [entry(LONG_POLLING, 0.5, 200), entry(WEBSOCKET, 0.4, 172)];

    expect(verdictSentence(sampleResult({ entries, blocks: 6 }))).toBe(
      "WebSocket delivered in 0.40 ms (median), long polling in 0.50 ms; long polling sent 1.2× the bytes of WebSocket per event.",
    );
  });

  test("leaves an invalid cell out and says why", () => {
    const said = sentence(
      invalid(entry(POLLING, 0.1, 10), "a load worker was busy; use fewer clients"),
      entry(LONG_POLLING, 0.9, 520),
      entry(WEBSOCKET, 0.4, 172),
    );

    expect(said).toBe(
      "WebSocket delivered in 0.40 ms (median), long polling in 0.90 ms; long polling sent 3.0× the bytes of WebSocket per event. " +
        "Left out as invalid: polling, because a load worker was busy.",
    );
  });

  test("gives no verdict when nothing is valid", () => {
    expect(sentence(invalid(WEBSOCKET, "a load worker was busy"))).toBe(
      "No verdict: no cell is valid. Left out as invalid: WebSocket, because a load worker was busy.",
    );
  });

  test("compares nothing where one transport stands alone", () => {
    expect(sentence(entry(WEBSOCKET, 0.4, 172))).toBe(
      "WebSocket delivered in 0.40 ms (median) at 172 bytes per event; nothing stands beside it to compare.",
    );
  });

  test("says which figures are missing instead of calling them zero", () => {
    const said = sentence(
      withCosts(entry(POLLING, 500, 1), { bytesPerEvent: undefined }),
      entry(WEBSOCKET, 0.4, 172),
    );

    expect(said).toBe(
      "WebSocket delivered in 0.40 ms (median), polling in 500 ms. No byte count was measured for polling.",
    );
  });

  test("counts what was lost, repeated, reordered and altered", () => {
    const losing = withCosts(POLLING, { eventsLost: 12, eventsDuplicated: 3, eventsCorrupted: 1 });

    expect(sentence(losing, WEBSOCKET)).toContain(
      "Of 2,400 deliveries due, polling lost 12, repeated 3 and altered 1 (0.5 % lost).",
    );
  });

  test("adds losses up over the blocks, where a median would hide them", () => {
    const result: Result = sampleResult({ blocks: 3 });
    Object.assign(result.cells[0]!.metrics as object, { eventsLost: 5 });

    expect(verdictSentence(result)).toContain("Of 7,200 deliveries due, polling lost 5 (0.069 % lost).");
  });

  test("says that the run ended early and what it did not reach", () => {
    const result = sampleResult({ aborted: true });
    const cells = result.cells.filter(({ id }) => id !== "websocket");
    const summary = result.summary.filter(({ id }) => id !== "websocket");

    expect(verdictSentence({ ...result, cells, summary })).toMatch(
      /Not measured: WebSocket\. The run ended early, so this is a partial result\.$/,
    );
  });

  test("calls an unknown transport and a labelled entry by their own words", () => {
    const pigeon = { ...entry(WEBSOCKET, 9, 100), id: "pigeon", transport: "pigeon" };
    const often = { ...entry(POLLING, 50, 1000), id: "polling-100ms" };

    expect(sentence(pigeon, often)).toBe(
      "Pigeon delivered in 9.00 ms (median), polling-100ms in 50.0 ms; polling-100ms sent 10× the bytes of pigeon per event.",
    );
  });

  test("names only the ends of a long list", () => {
    const many = [1, 2, 4, 8, 16, 32, 64].map((ms) => ({ ...entry(POLLING, ms, 100), id: `every-${ms}` }));

    expect(sentence(...many)).toBe(
      "Of 7 entries, median latency runs from 1.00 to 64.0 ms: every-1 is the fastest, every-64 the slowest; all sent 100 bytes per event.",
    );
  });

  test("calls nobody the fastest of many who ties with others", () => {
    const said = sentence(
      ...[1, 1.1, 1.2, 1.3, 1.4, 8].map((ms) => entry({ ...POLLING, id: `at-${ms}` }, ms, 100)),
    );

    expect(said).toContain(
      "median latency runs from 1.00 to 8.00 ms: 5 tie as the fastest, at-8 the slowest",
    );
  });
});
