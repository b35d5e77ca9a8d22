import { describe, expect, it } from "vitest";
import type { Sides } from "./case.ts";
import { measureSides, ROUNDS } from "./measure.ts";
import type { Stopwatch } from "./stopwatch.ts";

/** Two sides that write down when they run. */
function recorder(): { sides: Sides; ran: string[] } {
  const ran: string[] = [];
  const side = (name: string) => ({
    run() {
      ran.push(name);
      return 7;
    },
    answer: () => undefined,
  });
  return { sides: { operations: 10, ours: side("ours"), reference: side("reference") }, ran };
}

const never = new AbortController().signal;

describe("measuring two sides", () => {
  it("takes turns, ours first and then the reference first, after a warm-up of both", async () => {
    const { sides, ran } = recorder();
    const once: Stopwatch = (call) => {
      call();
      return 50;
    };
    await measureSides("case", sides, { span: 100, stopwatch: once, signal: never });
    // The first run gives the sum that all others must give.
    expect(ran.slice(0, 3)).toEqual(["ours", "ours", "reference"]);
    const turns = ran.slice(3);
    expect(turns).toHaveLength(2 * ROUNDS);
    expect(turns.slice(0, 8).join(" ")).toBe("ours reference reference ours ours reference reference ours");
  });

  it("gives each side half of the time, and a quarter of the time more to warm up", async () => {
    const spans: number[] = [];
    const stopwatch: Stopwatch = (_, span) => spans.push(span);
    await measureSides("case", recorder().sides, { span: 240, stopwatch, signal: never });
    const [ours, reference, ...slices] = spans;
    expect([ours, reference]).toEqual([30, 30]);
    expect(new Set(slices)).toEqual(new Set([10]));
    expect(slices).toHaveLength(2 * ROUNDS);
  });

  it("says how long one operation took, in the round it took it and on the side that did it", async () => {
    const { sides, ran } = recorder();
    const stopwatch: Stopwatch = (call) => {
      call();
      return ran.at(-1) === "ours" ? 100 + ran.length : 1000 + ran.length;
    };
    const rounds = await measureSides("case", sides, { span: 1, stopwatch, signal: never });
    expect(rounds.slice(0, 2)).toEqual([
      { ours: 10.4, reference: 100.5 },
      { ours: 10.7, reference: 100.6 },
    ]);
  });

  it("ends at the signal with whole rounds", async () => {
    const controller = new AbortController();
    let calls = 0;
    const stopwatch: Stopwatch = () => {
      // In the third round's first half, after two calls to warm up.
      if (++calls === 2 + 2 * 2 + 1) controller.abort();
      return 10;
    };
    const { signal } = controller;
    const rounds = await measureSides("case", recorder().sides, { span: 1, stopwatch, signal });
    expect(rounds).toHaveLength(3);
  });

  it("throws when a batch does not do what the first one did", async () => {
    let sum = 0;
    const { sides } = recorder();
    const changing: Sides = { ...sides, ours: { run: () => sum++, answer: () => undefined } };
    const stopwatch: Stopwatch = (call) => {
      call();
      return 1;
    };
    await expect(measureSides("case", changing, { span: 1, stopwatch, signal: never })).rejects.toMatchObject(
      { code: "INTERNAL", message: "case: a batch gave another sum than the first" },
    );
  });
});
