import { stripVTControlCharacters } from "node:util";
import { describe, expect, it } from "vitest";
import { OUTCOMES } from "../../core/comparison.ts";
import { HOSTILE_TEXTS, hostileComparison, ROWS, sampleComparison } from "../testing/sample-comparison.ts";
import { renderTerminal } from "./terminal.ts";

const render = (comparison: Parameters<typeof renderTerminal>[0], columns = 120): string =>
  renderTerminal(comparison, { columns, colour: false });
const lines = (text: string): readonly string[] => text.split("\n");

describe("the verdict", () => {
  it("comes first, with each row that caused it: values, change, interval, limit, confirmation", () => {
    expect(lines(render(sampleComparison())).slice(0, 10)).toEqual([
      "REGRESSED     quick: 3 of 9 metrics got worse beyond their limits; 1 metric is missing on one side",
      "              base main (3d82295) · head . (865f5ba, uncommitted changes) · 12 pairs, decided at the first look · 4m 12s",
      "regressed     websocket latencyP99Ms: 61.4 ms, limit < 50 ms",
      "regressed     polling requestBytes: 671 → 711 B, +6 % (+40 B), no change allowed",
      "regressed     long-polling latencyP50Ms: 0.93 → 1.97 ms, +112 % [+107, +116] (+1.04 ms), limit 5 % and 0.5 ms; 12 fresh",
      "              pairs: +109 %, beyond the limit again",
      "missing       polling emptyResponseBytes: 112 B → not measured, no change allowed; the baseline has polling",
      "              emptyResponseBytes, this result has not: nothing answered without an event",
      "inconclusive  polling latencyP99Ms: 991 → 1,203 ms, +21 % [+9, +33] (+212 ms), limit 15 % and 2 ms",
      "improved      websocket serverCpuUsPerEvent: 8.94 → 7.71 µs, -14 % [-16, -11] (-1.23 µs), limit 5 %",
    ]);
  });

  it.each([
    ["ok", "ok            quick: none of 5 metrics got worse beyond its limit; 1 got better"],
    [
      "inconclusive",
      "INCONCLUSIVE  quick: 1 of 4 metrics may have got worse beyond its limit; this run could not tell",
    ],
    ["incomparable", "INCOMPARABLE  quick: the two sides cannot be compared in everything that has a limit"],
    [
      "invalid",
      "INVALID       quick: 1 of 72 cells measured the harness instead of the server: nothing here decides anything",
    ],
  ] as const)("of %s is said in a sentence", (outcome, sentence) => {
    expect(lines(render(sampleComparison(outcome)))[0]).toBe(sentence);
  });

  it("of an invalid run names what was invalid and blames no metric", () => {
    const text = render(sampleComparison("invalid"));
    expect(lines(text)[2]).toMatch(/^note {10}long-polling, head, pair 3: the load worker was busy/);
    expect(text).not.toMatch(/^regressed/m);
    expect(text).not.toContain("!");
  });

  it("of an interrupted run says so before anything else", () => {
    const whole = sampleComparison();
    const run = {
      ...whole.run,
      aborted: true,
      error: { code: "INTERRUPTED", message: "interrupted by SIGINT" },
    };
    expect(lines(render({ ...whole, run }))[0]).toBe(
      "ABORTED       quick: the run ended early, nothing here decides anything: interrupted by SIGINT",
    );
  });
});

describe("what was compared", () => {
  it("is told without saying a commit twice, or a time where nothing was measured", () => {
    const plain = sampleComparison("ok");
    const commit = plain.base.commit!;
    const text = render({ ...plain, base: { label: commit, commit }, run: { ...plain.run, durationMs: 0 } });
    expect(lines(text)[1]?.trim()).toBe(
      "base 3d82295 · head . (865f5ba, uncommitted changes) · 12 pairs, decided at the first look",
    );
  });

  it("has limits as they were written, or to three digits where they are a share of something measured", () => {
    const limits = [0.5, 1000, 12.2639].map((absolute) => ({
      ...ROWS.ok,
      metric: `m${absolute}`,
      limit: { absolute },
    }));
    const text = render(sampleComparison("ok", { rows: limits }));
    expect(text.match(/[\d.,]+ ms$/gm)).toEqual(["0.5 ms", "1,000 ms", "12.3 ms"]);
  });
});

describe("the table", () => {
  it("groups by entry, marks ties, and says what could have been shown", () => {
    const table = lines(render(sampleComparison("ok"))).slice(4, 13);
    expect(table).toEqual([
      "                            base   head  unit      change           95 %    could           limit",
      "                                               + is worse       interval     show",
      "polling",
      "  latencyBeyondPollWaitMs   0.81   0.84    ms  +0.020 ms=  -0.050…+0.090  0.14 ms            2 ms",
      "websocket",
      "  latencyP50Ms              0.42   0.42    ms     +0.7 %=      -1.2…+2.6    3.1 %  5 % and 0.5 ms",
      "  serverCpuUsPerEvent       8.94   7.71    µs      -14 %+        -16…-11    2.4 %             5 %",
      "  clientLoopUtilization    0.081  0.083",
      "  eventOverheadBytes           –      4     B        new",
    ]);
  });

  it("only counts what has no limit and did not change that anyone could tell", () => {
    const idle = { ...ROWS.ok, metric: "connectP50Ms", outcome: "reported" as const };
    const moved = { ...idle, metric: "ingestP50Ms", relative: { estimate: 0.5, low: 0.3, high: 0.7 } };
    const text = render(sampleComparison("ok", { rows: [ROWS.ok, idle, moved] }));
    expect(text).not.toContain("connectP50Ms");
    expect(text).toMatch(/ {2}ingestP50Ms .* \+50 % .* \+30…\+70/);
    expect(text.replaceAll("\n", " ")).toContain("1 without a limit tied, not listed");
  });

  it("leaves intervals and limits to the verdict's lines where there is no room", () => {
    const text = render(sampleComparison(), 80);
    expect(text).not.toMatch(/ limit$/m);
    expect(text).toContain("+112 % [+107, +116]");
    expect(text).toMatch(/ {2}latencyP50Ms +0\.93 +1\.97 +ms +\+112 %! +3\.1 %\n/);
  });
});

const CHECK = {
  kind: "check",
  base: { label: ".bench/baselines/quick.json" },
  head: { label: "bench-results/latest/result.json" },
} as const;

it("does not count metrics where none could be judged", () => {
  const [first] = lines(render(sampleComparison("inconclusive", { rows: [ROWS.reported] })));
  expect(first).toBe("INCONCLUSIVE  quick: this run could not tell whether anything got worse");
});

describe("what to do next", () => {
  it("offers to accept what a baseline holds, by name", () => {
    const rows = [ROWS.regressedExact, ROWS.missing, ROWS.threshold];
    const accept = 'polling.requestBytes,polling.emptyResponseBytes --reason "…"\n';
    expect(render(sampleComparison("regressed", { ...CHECK, rows }))).toContain(
      `next          if intended: bench accept --metric ${accept}`,
    );
  });

  it("offers to accept the result that was checked into the baseline that it was checked against", () => {
    const rows = [ROWS.regressedExact];
    const sides = { base: { label: "perf/b.json" }, head: { label: "artifacts/pr 7" } };
    expect(render(sampleComparison("regressed", { ...CHECK, ...sides, rows }), 160)).toContain(
      'bench accept <result> --metric polling.requestBytes --baseline perf/b.json --reason "…"\n',
    );
  });

  it("puts no name into a command that a shell would read", () => {
    const rows = [{ ...ROWS.regressedExact, id: "$(reboot)" }];
    const text = render(sampleComparison("regressed", { ...CHECK, rows }));
    expect(text).toContain('bench accept --reason "…"');
  });

  it("points to the machine's noise when it could not tell", () => {
    expect(render(sampleComparison("inconclusive"))).toContain("bench ab --aa quick\n");
  });
});

describe("head against head", () => {
  const rows = [ROWS.modelled, ROWS.wide, ROWS.ok, ROWS.unchanged];
  const text = render(sampleComparison("ok", { kind: "aa", rows }), 80);

  it("shows noise and the smallest change for each metric", () => {
    expect(lines(text)[0]).toBe("noise         quick: what this machine shows when nothing has changed");
    expect(text).toMatch(/ {2}latencyP50Ms +0\.42 +ms +2\.6 % +3\.1 % +5 % and 0\.5 ms\n/);
    expect(text).not.toContain("base main");
    expect(text).toContain("1 exact or counted metric unchanged, not listed");
  });

  it("names what differed although nothing had changed", () => {
    const differing = sampleComparison("inconclusive", { kind: "aa", rows: [ROWS.inconclusive] });
    expect(lines(render(differing))[1]).toMatch(/^inconclusive {2}polling latencyP99Ms: 991 → 1,203 ms/);
  });

  it("warns where a limit lies below what can be told, and only there", () => {
    expect(text.match(/^warning/gm)).toHaveLength(1);
    expect(text).toContain("polling latencyP99Ms: chance alone is up to 20 %");
  });
});

describe.each([80, 120])("at %i columns", (columns) => {
  it("no line is wider, with and without colour, whatever the names", () => {
    const all = [
      ...OUTCOMES.map((outcome) => sampleComparison(outcome)),
      ...HOSTILE_TEXTS.flatMap((text) => OUTCOMES.map((outcome) => hostileComparison(text, outcome))),
    ];
    for (const comparison of all) {
      for (const colour of [true, false]) {
        const plain = stripVTControlCharacters(renderTerminal(comparison, { columns, colour }));
        const widest = Math.max(...lines(plain).map(({ length }) => length));
        expect(widest).toBeLessThanOrEqual(columns);
      }
    }
  });
});
