import { describe, expect, it } from "vitest";
import type { Tally } from "../core/messages.ts";
import { estimateNetworkBytes, networkEstimate, type Traffic } from "./network-estimate.ts";
import { sampleScenario } from "./testing/sample-reports.ts";

const bytes = (headers: number, payload = 0, framing = 0) => ({ payload, headers, framing, handshake: 1000 });

function tally(change: Partial<Tally>): Tally {
  return {
    up: bytes(0),
    down: bytes(0),
    events: 0,
    requests: 0,
    responses: 0,
    emptyResponses: 0,
    skippedPolls: 0,
    ...change,
  };
}

/** So many pushed events that cost so many bytes of framing each. */
const pushed = (events: number, payload: number, framing: number) =>
  tally({ events, down: bytes(0, events * payload, events * framing) });

/** So many exchanges whose request and answer cost so many bytes each. */
const asked = (exchanges: number, up: number, down: number, events = 0) =>
  tally({
    events,
    requests: exchanges,
    responses: exchanges,
    up: bytes(exchanges * up),
    down: bytes(exchanges * down),
  });

const push: Traffic = { kind: "push" };
const poll: Traffic = { kind: "polling", apartMs: 1000 };
const held = (apartMs: number, regular = true): Traffic => ({ kind: "long-polling", apartMs, regular });

describe("network bytes by the rule", () => {
  it.each([
    // A 64-byte event, by what frames it on the stream.
    ["bare TCP", pushed(1, 64, 0), push, 168],
    ["a WebSocket frame", pushed(1, 64, 2), push, 170],
    ["a chunk of NDJSON", pushed(1, 64, 7), push, 175],
    ["a chunk of SSE", pushed(1, 64, 14), push, 182],
    // A lean poll: 57 B up for this path and host; 112 B down for a 204, 172 for [], 237 with a 64-byte event.
    ["an empty poll (204)", asked(1, 57, 112), poll, 325],
    ["an empty poll ([])", asked(1, 57, 172), poll, 385],
    ["a poll with an event", asked(1, 57, 237, 1), poll, 450],
    // A lean long poll with one event: 313 B on the stream.
    ["a long poll held for 2 ms", asked(1, 76, 237, 1), held(2), 417],
    ["a long poll held for 100 ms", asked(1, 76, 237, 1), held(100), 469],
  ] as const)("are for %s what the interface counts", (_, window, traffic, expected) => {
    expect(estimateNetworkBytes(window, traffic)).toBe(expected);
  });

  it("are for many what they are for one, so many times", () => {
    expect(estimateNetworkBytes(pushed(500, 64, 2), push)).toBe(500 * 170);
    expect(estimateNetworkBytes(asked(500, 57, 112), poll)).toBe(500 * 325);
  });

  it.each([
    ["1448 bytes in one packet", 1448, 1448 + 2 * 52],
    ["1449 bytes in two", 1449, 1449 + 3 * 52],
    ["10,000 bytes in seven", 10_000, 10_000 + 8 * 52],
  ])("count %s", (_, payload, expected) => {
    expect(estimateNetworkBytes(pushed(1, payload, 0), push)).toBe(expected);
  });

  it("count a large answer's packets, not its request's", () => {
    expect(estimateNetworkBytes(asked(1, 57, 3000), poll)).toBe(3057 + (1 + 3 + 1) * 52);
  });

  it("let the next poll acknowledge an answer where polls follow each other within 40 ms", () => {
    const window = asked(1, 57, 112);
    expect(estimateNetworkBytes(window, { kind: "polling", apartMs: 39 })).toBe(169 + 2 * 52);
    expect(estimateNetworkBytes(window, { kind: "polling", apartMs: 40 })).toBe(169 + 3 * 52);
  });

  it("acknowledge long polls alone by the share held for 40 ms, where events come at random", () => {
    const window = asked(1000, 76, 237, 1000);
    expect(estimateNetworkBytes(window, held(100, false)) / 1000).toBeCloseTo(
      313 + (2 + Math.exp(-0.4)) * 52,
      9,
    );
  });
});

describe("the estimate as a metric", () => {
  const phases = { warmupMs: 0, measureMs: 5000 };
  const stream = { arrivals: "periodic", rate: 10, payloadBytes: 16 } as const;
  const scenario = sampleScenario({ phases, stream });
  const estimate = (window: Tally, transport: string, connected = 10, change = scenario) =>
    networkEstimate({}, { window, connected }, change, { transport }).networkBytesEstimatePerEvent;

  it("is per event delivered in the window", () => {
    expect(estimate(pushed(500, 64, 2), "websocket")).toBe(170);
  });

  it("is absent where the interface was read, and where no event came", () => {
    const load = { window: pushed(500, 64, 2), connected: 10 };
    const entry = { transport: "websocket" };
    expect(networkEstimate({ networkBytesPerEvent: 171 }, load, scenario, entry)).toEqual({});
    expect(estimate(asked(500, 57, 112), "polling")).toBeUndefined();
  });

  it("takes how long a request is held from how often each client asks", () => {
    // 10 clients × 5000 ms: 500 exchanges are 100 ms apart, 5000 are 10 ms.
    expect(estimate(asked(500, 76, 237, 500), "long-polling")).toBe(469);
    expect(estimate(asked(5000, 76, 237, 5000), "long-polling")).toBe(417);
  });

  it("tells regular arrivals from random ones", () => {
    const random = sampleScenario({ phases, stream: { ...stream, arrivals: "poisson" } });
    const value = estimate(asked(500, 76, 237, 500), "long-polling", 10, random);
    expect(value).toBeCloseTo(313 + (2 + Math.exp(-0.4)) * 52, 9);
  });

  it("takes a module's transport for polling where it asks and for push where it does not", () => {
    expect(estimate(pushed(1, 64, 0), "mine")).toBe(168);
    expect(estimate(asked(500, 57, 237, 500), "mine")).toBe(450);
  });
});
