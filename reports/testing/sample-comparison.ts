import type { Comparison, ComparisonRow, Outcome } from "../../core/comparison.ts";

/** A row of a made-up comparison: a timing of WebSocket that did not change. */
export function sampleRow(changes: Partial<ComparisonRow> = {}): ComparisonRow {
  return {
    id: "websocket",
    metric: "latencyP50Ms",
    unit: "ms",
    class: "timing",
    better: "lower",
    base: 0.418,
    head: 0.421,
    pairs: 12,
    relative: { estimate: 0.007, low: -0.012, high: 0.026 },
    absolute: { estimate: 0.003, low: -0.005, high: 0.011 },
    limit: { relative: 0.05, absolute: 0.5 },
    resolvable: 0.031,
    outcome: "ok",
    message: "websocket latencyP50Ms did not get worse beyond 5 % and 0.5 ms",
    ...changes,
  };
}

/** A row without the keys named, for what is absent rather than changed. */
export function without<K extends keyof ComparisonRow>(
  row: ComparisonRow,
  ...keys: readonly K[]
): ComparisonRow {
  const kept = Object.entries(row).filter(([key]) => !keys.includes(key as K));
  return Object.fromEntries(kept) as ComparisonRow;
}

const PAIRED = ["pairs", "relative", "absolute", "resolvable"] as const;

const exact = (changes: Partial<ComparisonRow>): ComparisonRow => ({
  ...without(sampleRow(), ...PAIRED),
  metric: "requestBytes",
  unit: "B",
  class: "exact",
  base: 671,
  head: 671,
  limit: { relative: 0, absolute: 0 },
  message: "polling requestBytes is what it was",
  ...changes,
});

/** One row of each outcome, and of each class of metric. */
export const ROWS = {
  ok: sampleRow(),
  improved: sampleRow({
    metric: "serverCpuUsPerEvent",
    unit: "us",
    base: 8.94,
    head: 7.71,
    relative: { estimate: -0.138, low: -0.161, high: -0.112 },
    absolute: { estimate: -1.23, low: -1.44, high: -1.0 },
    limit: { relative: 0.05 },
    resolvable: 0.024,
    outcome: "improved",
    message: "websocket serverCpuUsPerEvent got better by 13.8 %",
  }),
  regressed: sampleRow({
    id: "long-polling",
    base: 0.93,
    head: 1.97,
    relative: { estimate: 1.118, low: 1.07, high: 1.16 },
    absolute: { estimate: 1.04, low: 0.99, high: 1.08 },
    confirmation: { pairs: 12, relative: 1.09, absolute: 1.01, beyond: true },
    outcome: "regressed",
    message:
      "long-polling latencyP50Ms got worse by 112 %, from 0.93 to 1.97 ms; the limit is 5 % and 0.5 ms",
  }),
  regressedExact: exact({
    id: "polling",
    head: 711,
    relative: { estimate: 0.0596 },
    absolute: { estimate: 40 },
    outcome: "regressed",
    message: "polling requestBytes grew by 40 B, from 671 to 711 B; no change is allowed",
  }),
  inconclusive: sampleRow({
    id: "polling",
    metric: "latencyP99Ms",
    base: 991,
    head: 1203,
    pairs: 20,
    relative: { estimate: 0.21, low: 0.09, high: 0.33 },
    absolute: { estimate: 212, low: 90, high: 330 },
    limit: { relative: 0.15, absolute: 2 },
    resolvable: 0.19,
    outcome: "inconclusive",
    message: "polling latencyP99Ms may have got worse by 21 %; the interval reaches from 9 % to 33 %",
  }),
  /** Of a machine too noisy for the limit. */
  wide: sampleRow({
    id: "polling",
    metric: "latencyP99Ms",
    base: 991,
    head: 1001,
    relative: { estimate: 0.01, low: -0.19, high: 0.33 },
    absolute: { estimate: 10, low: -188, high: 327 },
    limit: { relative: 0.15, absolute: 2 },
    resolvable: 0.38,
    message: "polling latencyP99Ms did not get worse beyond 15 % and 2 ms",
  }),
  modelled: sampleRow({
    ...without(sampleRow(), "relative"),
    id: "polling",
    metric: "latencyBeyondPollWaitMs",
    class: "modelled",
    base: 0.81,
    head: 0.84,
    absolute: { estimate: 0.02, low: -0.05, high: 0.09 },
    limit: { absolute: 2 },
    resolvable: 0.14,
    message: "polling latencyBeyondPollWaitMs did not get worse beyond 2 ms",
  }),
  missing: without(
    exact({
      id: "polling",
      metric: "emptyResponseBytes",
      base: 112,
      outcome: "missing",
      message:
        "the baseline has polling emptyResponseBytes, this result has not: nothing answered without an event",
    }),
    "head",
  ),
  fresh: without(
    exact({
      id: "websocket",
      metric: "eventOverheadBytes",
      head: 4,
      outcome: "new",
      message: "websocket eventOverheadBytes is not in the baseline yet",
    }),
    "base",
    "limit",
  ),
  incomparable: without(
    sampleRow({
      id: "polling",
      base: 501.2,
      head: 503.1,
      outcome: "incomparable",
      message: "the two results come from machines with different processors",
    }),
    ...PAIRED,
  ),
  reported: without(
    sampleRow({
      metric: "clientLoopUtilization",
      unit: "ratio",
      base: 0.081,
      head: 0.083,
      outcome: "reported",
      message: "websocket clientLoopUtilization went from 0.081 to 0.083",
    }),
    ...PAIRED,
    "limit",
  ),
  unchanged: exact({ id: "websocket", metric: "eventsLost", unit: "count", base: 0, head: 0 }),
  higher: exact({
    id: "websocket",
    metric: "eventsDelivered",
    unit: "count",
    better: "higher",
    base: 2400,
    head: 2400,
    message: "websocket eventsDelivered is what it was",
  }),
  threshold: without(
    sampleRow({
      metric: "latencyP99Ms",
      class: "threshold",
      head: 61.4,
      limit: { text: "< 50" },
      outcome: "regressed",
      message: "websocket latencyP99Ms is 61.4 ms; the limit is < 50",
    }),
    "base",
    ...PAIRED,
  ),
} as const satisfies Readonly<Record<string, ComparisonRow>>;

/** The rows of a comparison with each outcome. */
const ROWS_OF: Readonly<Record<Outcome, readonly ComparisonRow[]>> = {
  ok: [ROWS.modelled, ROWS.ok, ROWS.improved, ROWS.reported, ROWS.unchanged, ROWS.higher, ROWS.fresh],
  regressed: [
    ROWS.threshold,
    ROWS.regressedExact,
    ROWS.missing,
    ROWS.modelled,
    ROWS.inconclusive,
    ROWS.regressed,
    ROWS.ok,
    ROWS.improved,
    ROWS.unchanged,
    ROWS.reported,
  ],
  inconclusive: [ROWS.inconclusive, ROWS.modelled, ROWS.ok, ROWS.unchanged],
  incomparable: [ROWS.incomparable, ROWS.unchanged, ROWS.higher],
  invalid: [ROWS.ok, ROWS.regressed],
};

const NOTES: Readonly<Partial<Record<Outcome, Comparison["notes"]>>> = {
  incomparable: [
    { code: "CPU_DIFFERS", message: "the base ran on Example CPU A, the head on Example CPU B" },
  ],
  invalid: [
    {
      code: "CELL_INVALID",
      message: "long-polling, head, pair 3: the load worker was busy for 97 % of the window",
    },
  ],
};

/** A complete comparison that never was, with a given outcome. */
export function sampleComparison(
  outcome: Outcome = "regressed",
  changes: Partial<Comparison> = {},
): Comparison {
  return {
    schemaVersion: 1,
    tool: { name: "polls-apart", version: "0.1.0" },
    kind: "ab",
    run: {
      id: "20250102-030405-quick",
      command: "bench ab quick --base main",
      startedAt: "2025-01-02T03:04:05.000Z",
      durationMs: 252_000,
      aborted: false,
    },
    scenario: { name: "quick", hash: "sha256:0123" },
    base: { label: "main", commit: "3d82295c0ffee3d82295c0ffee3d82295c0ffee0", node: "20.19.0" },
    head: { label: ".", commit: "865f5bac0ffee865f5bac0ffee865f5bac0ffee0", dirty: true, node: "20.19.0" },
    outcome,
    advisory: false,
    notes: NOTES[outcome] ?? [],
    rows: [...ROWS_OF[outcome]],
    looks: [{ pairs: 12, undecided: [], suspected: [] }],
    cells: { run: 72, invalid: outcome === "invalid" ? 1 : 0 },
    ...changes,
  };
}

/** Texts that break what takes them as they are. */
export const HOSTILE_TEXTS: readonly string[] = [
  "</script><img src=x onerror=alert(1)>",
  "a|b||c",
  "line one\nline two\r\nline three",
  "]]><evil/><![CDATA[",
  "nul\u0000bell\u0007escape\u001b[31mred\u001b[0m\u0085\u2028\ufffe",
  "lone \ud800 and \udc00 surrogates",
  "%0A::set-output name=x::y",
  "::error title=forged::not ours",
  "text ##[add-mask]secret",
  "\n::stop-commands::token",
  "=cmd|' /C calc'!A0",
  "+1-2",
  "@everyone #1 https://example.org www.example.org a@example.org",
  "`code` **bold** _em_ ~~gone~~ [link](javascript:alert(1)) ![image](x) <b>html</b> &lt;",
  '"quoted", and comma; $(id) `id` \\',
  "__proto__",
  `${"long name 😀 ".repeat(800)}`,
  "",
];

/** A comparison with one text in every place that takes one. */
export function hostileComparison(text: string, outcome: Outcome = "regressed"): Comparison {
  const plain = sampleComparison(outcome);
  return {
    ...plain,
    tool: { name: "polls-apart", version: text },
    run: { ...plain.run, id: text, command: text },
    scenario: { name: text, hash: text },
    base: { label: text, commit: text, node: text, tool: text, result: text, packages: { [text]: text } },
    head: { label: text, commit: text, dirty: true },
    notes: [{ code: text, message: text }],
    looks: [{ pairs: 12, undecided: [text], suspected: [text] }],
    rows: plain.rows.map((row) => ({
      ...row,
      id: text,
      metric: row.outcome === "regressed" ? text : row.metric,
      unit: row.class === "exact" ? row.unit : text,
      message: text,
      ...(row.limit === undefined ? {} : { limit: { ...row.limit, text } }),
    })),
  };
}
