import type { Comparison, ComparisonRow } from "../../core/comparison.ts";

const row = (metric: string, more: Partial<ComparisonRow>): ComparisonRow => ({
  id: "websocket",
  metric,
  unit: "ms",
  class: "timing",
  better: "lower",
  outcome: "ok",
  message: `websocket ${metric}: unchanged.`,
  ...more,
});

/** A comparison that never was: one metric got worse, one better, one cannot be told, others are counts. */
export function drawnComparison(more: Partial<Comparison> = {}): Comparison {
  return {
    schemaVersion: 1,
    tool: { name: "polls-apart", version: "0.1.0" },
    kind: "ab",
    run: {
      id: "20250102-030405-quick-ab",
      command: "bench ab --base main quick",
      startedAt: "2025-01-02T03:04:05.000Z",
      durationMs: 240_000,
      aborted: false,
    },
    scenario: { name: "quick", hash: `sha256:${"0".repeat(64)}` },
    base: { label: "main", commit: "0123456789abcdef", tool: "0.1.0", node: "v20.19.0" },
    head: { label: "working tree", dirty: true, tool: "0.1.0", node: "v20.19.0" },
    outcome: "regressed",
    advisory: false,
    notes: [{ code: "NOISE", message: "CPU is shown and not judged: fewer than 40,000 deliveries a cell" }],
    rows: [
      row("latencyP50Ms", {
        base: 0.41,
        head: 0.52,
        pairs: 12,
        relative: { estimate: 0.27, low: 0.19, high: 0.35 },
        limit: { relative: 0.05, absolute: 0.05 },
        outcome: "regressed",
        message: "websocket latencyP50Ms got 27 % worse, 0.41 to 0.52 ms (limit 5 %).",
      }),
      row("latencyP99Ms", {
        base: 2.1,
        head: 2.3,
        pairs: 12,
        relative: { estimate: 0.17, low: -0.05, high: 0.41 },
        limit: { relative: 0.15, absolute: 0.1 },
        outcome: "inconclusive",
        message: "websocket latencyP99Ms may have got 17 % worse; 12 pairs cannot tell.",
      }),
      row("serverCpuUsPerEvent", {
        unit: "us",
        base: 9.1,
        head: 8.2,
        pairs: 12,
        relative: { estimate: -0.1, low: -0.13, high: -0.07 },
        limit: { relative: 0.05 },
        outcome: "improved",
        message: "websocket serverCpuUsPerEvent got 10 % better.",
      }),
      row("latencyExcessMs", {
        id: "polling",
        class: "modelled",
        base: 0.8,
        head: 1.1,
        pairs: 12,
        absolute: { estimate: 0.3, low: -0.2, high: 0.9 },
        limit: { absolute: 2 },
        message: "polling latencyExcessMs: 0.3 ms more, within its limit of 2 ms.",
      }),
      row("requestBytes", {
        id: "polling",
        unit: "B",
        class: "exact",
        base: 671,
        head: 671,
        message: "polling requestBytes: 671 B, unchanged.",
      }),
    ],
    looks: [{ pairs: 12, undecided: ["websocket.latencyP99Ms"], suspected: ["websocket.latencyP50Ms"] }],
    cells: { run: 24, invalid: 0 },
    ...more,
  };
}
