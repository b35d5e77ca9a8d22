import type { DemoSettings } from "../protocol.ts";

/** Events that a median can be read from, and the windows that are worth waiting for, in seconds. */
const EVENTS = 100;
const SHORTEST = 10;
const LONGEST = 120;

/**
 * The settings as a scenario for `bench run`, so that what was seen here can be measured without a browser. What a
 * scenario cannot say yet is said in a comment.
 */
export function scenarioText(settings: DemoSettings): string {
  const { arrivals, rate, payloadBytes, pollIntervalMs, delayMs, jitterMs, clients } = settings;
  const seconds = Math.min(LONGEST, Math.max(SHORTEST, Math.ceil(EVENTS / rate)));
  const link = jitterMs > 0 ? `{ delay: ${delayMs}ms, jitter: ${jitterMs}ms }` : `{ delay: ${delayMs}ms }`;
  return [
    "name: from-the-demo",
    "description: What was seen in the demo, without a browser.",
    "seed: 1",
    `clients: ${clients}`,
    "headers: browser",
    ...(arrivals === "bursty" ? ["# The demo’s bursts, spread at random."] : []),
    `stream: { arrivals: ${arrivals === "periodic" ? "periodic" : "poisson"}, rate: ${rate}, payloadBytes: ${payloadBytes} }`,
    `phases: { warmup: 2s, measure: ${seconds}s }`,
    ...(delayMs > 0 ? [`link: ${link}`] : []),
    "transports:",
    `  - polling: { interval: ${pollIntervalMs}ms }`,
    "  - long-polling",
    "  - websocket",
    "repeat: 1",
    "",
  ].join("\n");
}
