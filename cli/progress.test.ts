import { describe, expect, it } from "vitest";
import type { ResultCell } from "../core/result.ts";
import type { PlannedCell } from "../harness/plan.ts";
import { clock } from "./live-line.ts";
import { ProgressDisplay } from "./progress.ts";
import { FakeSystem } from "./testing/fake-system.ts";

const cell: PlannedCell = {
  entry: { id: "polling", transport: "polling", params: {} },
  block: 1,
  order: 1,
  estimateMs: 10_000,
};
const planned = {
  type: "planned",
  plan: { cells: [cell, { ...cell, order: 2 }], estimateMs: 20_000 },
} as const;
const phase = { type: "phase", cell, phase: "measure", remainingMs: 14_000 } as const;
const beat = { ...phase, type: "beat", connected: 100, delivered: 1, eventsPerSecond: 1398.2 } as const;
const result = {
  verdict: { status: "valid", reasons: [], warnings: [] },
  metrics: { latencyP50Ms: 501.234, eventsLost: 0 },
} as unknown as ResultCell;

function display(live: boolean) {
  const system = new FakeSystem();
  const { stderr } = system;
  return { system, stderr, display: new ProgressDisplay({ output: stderr, live, now: () => system.now() }) };
}

describe("where there is no terminal", () => {
  it("tells the plan, each phase and each cell in a line of its own", () => {
    const { system, stderr, display: shown } = display(false);
    shown.show(planned);
    shown.show({ type: "calibrating", remainingMs: 20_000 });
    system.time = 12_000;
    shown.show(phase);
    shown.show({ type: "cell", cell, result });
    shown.show({ type: "aborting", reason: "the server died" });
    shown.finish();
    expect(stderr.lines).toEqual([
      "2 cells, about 20s",
      "calibrating · 0:00 elapsed · 0:20 left",
      "[1/2] polling · measure · 0:12 elapsed · 0:14 left",
      "[1/2] polling: valid · p50 501 ms",
      "stopping: the server died",
    ]);
  });

  it("gives a sign of life every five seconds within a phase", () => {
    const { system, stderr, display: shown } = display(false);
    shown.show(phase);
    for (system.time = 500; system.time <= 11_000; system.time += 500) shown.show(beat);
    expect(stderr.lines.slice(1)).toEqual([
      "[1/1] polling · measure · 100 clients · 1,398 events/s · 0:05 elapsed · 0:14 left",
      "[1/1] polling · measure · 100 clients · 1,398 events/s · 0:10 elapsed · 0:14 left",
    ]);
  });
});

describe("on a terminal", () => {
  it("rewrites one line, no wider than the terminal, and takes it away for lines that stay", () => {
    const { stderr, display: shown } = display(true);
    stderr.columns = 20;
    shown.show(phase);
    shown.show(beat);
    shown.note("finishing");
    shown.finish();
    expect(stderr.text).toBe(
      "\r\u001b[2K[1/1] polling · mea\r\u001b[2K[1/1] polling · mea\r\u001b[2Kfinishing\n",
    );
  });

  it.each([
    [82, "[1/1] polling · measure · 100 clients · 1,398 events/s · 0:00 elapsed · 0:14 left"],
    [81, "[1/1] polling · measure · 100 clients · 1,398 events/s · 0:00 · 0:14 left"],
    [70, "[1/1] polling · measure · 1,398 events/s · 0:00 · 0:14 left"],
  ])("of %i columns says the most that fits, and always what is left", (columns, line) => {
    const { stderr, display: shown } = display(true);
    stderr.columns = columns;
    shown.show(beat);
    expect(stderr.text).toBe(`\r\u001b[2K${line}`);
  });

  it("leaves an empty line behind", () => {
    const { stderr, display: shown } = display(true);
    shown.show(phase);
    shown.finish();
    expect(stderr.text.endsWith("\r\u001b[2K")).toBe(true);
  });
});

it("names what made a cell invalid, and losses", () => {
  const { stderr, display: shown } = display(false);
  const invalid = {
    verdict: { status: "invalid", reasons: [{ code: "LOAD_SATURATED", message: "" }], warnings: [] },
    metrics: { eventsLost: 3 },
  } as unknown as ResultCell;
  shown.show({ type: "cell", cell, result: invalid });
  expect(stderr.lines).toEqual(["[1/1] polling: INVALID (LOAD_SATURATED) · 3 lost"]);
});

it.each([
  [0, "0:00"],
  [59_499, "0:59"],
  [59_500, "1:00"],
  [3_600_000, "60:00"],
  [-5, "0:00"],
])("%d ms on a clock are %s", (ms, text) => {
  expect(clock(ms)).toBe(text);
});
