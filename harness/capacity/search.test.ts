import { describe, expect, it } from "vitest";
import { random } from "../../core/random.ts";
import { type Bounds, type Decision, decide, highestHeld, PRECISION, type Trial } from "./search.ts";

const BOUNDS: Bounds = { start: 100, min: 1, max: 50_000, maxTrials: 30 };

type Server = (point: number, trial: number) => boolean;
type Done = Extract<Decision, { type: "done" }>;

/** Runs a whole search against a made-up server. */
function search(holds: Server, bounds = BOUNDS): { done: Done; trials: Trial[]; why: string[] } {
  const trials: Trial[] = [];
  const why: string[] = [];
  for (;;) {
    const decision = decide(trials, bounds);
    if (decision.type === "done") return { done: decision, trials, why };
    why.push(decision.why);
    trials.push({ point: decision.point, held: holds(decision.point, trials.length) });
    if (trials.length > 1000) throw new Error("the search does not end");
  }
}

describe("a search", () => {
  it.each([
    1, // the least there is
    2,
    7, // below the start
    99,
    100, // the start
    101,
    640,
    5300,
    49_999,
  ])("finds a capacity of %d to 10 %% and never above it", (capacity) => {
    const { done, trials } = search((point) => point <= capacity);

    expect(done.ended).toBe("narrowed");
    expect(done.found).toBeLessThanOrEqual(capacity);
    expect(done.failed).toBeGreaterThan(capacity);
    // Whole points cannot lie closer than 1.
    expect(done.failed! / done.found! <= PRECISION || done.failed! - done.found! <= 1).toBe(true);
    expect(trials.length).toBeLessThan(BOUNDS.maxTrials);
  });

  it("doubles, tries a failure again, narrows the gap and confirms", () => {
    const { trials, why } = search((point) => point <= 650);

    expect(trials.map(({ point }) => point)).toEqual([100, 200, 400, 800, 800, 570, 680, 680, 620, 620]);
    expect(why.join(" ")).toBe("grow grow grow grow again narrow narrow again narrow confirm");
  });

  it("ends at the maximum when everything holds, and confirms it", () => {
    const { done, trials } = search(() => true, { ...BOUNDS, max: 1000 });

    expect(done).toEqual({ type: "done", found: 1000, ended: "max" });
    expect(trials.map(({ point }) => point)).toEqual([100, 200, 400, 800, 1000, 1000]);
  });

  it("finds nothing when nothing holds, after the smallest point failed twice", () => {
    const { done, trials } = search(() => false);

    expect(done).toEqual({ type: "done", failed: 1, ended: "none" });
    expect(trials.slice(-2)).toEqual([
      { point: 1, held: false },
      { point: 1, held: false },
    ]);
  });

  it("is not fooled by a single failure below the capacity", () => {
    // The third trial, at 400, fails for no reason.
    const { done } = search((point, trial) => trial !== 2 && point <= 5000);

    expect(done.found).toBeGreaterThan(5000 / PRECISION);
    expect(done.found).toBeLessThanOrEqual(5000);
  });

  it("takes a point back that held once by luck and fails when it is confirmed", () => {
    let luck = true;
    const { done } = search((point) => {
      if (point !== 800 || !luck) return point <= 500;
      luck = false;
      return true;
    });

    expect(done.found).toBeLessThanOrEqual(500);
    expect(done.found).toBeGreaterThan(500 / PRECISION);
  });

  it("ends with what it has when its trials are used up", () => {
    const { done, trials } = search((point) => point <= 5000, { ...BOUNDS, maxTrials: 4 });

    expect(done).toEqual({ type: "done", found: 800, ended: "trials" });
    expect(trials).toHaveLength(4);
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8])("lands near a capacity that is only a tendency (seed %d)", (seed) => {
    const { uniform } = random(seed, "noisy server");
    // Holds surely below 4,500 and surely not above 5,500; in between it is chance.
    const { done, trials } = search((point) => uniform() > (point - 4500) / 1000);

    expect(done.found).toBeGreaterThan(3900);
    expect(done.found).toBeLessThan(5500);
    expect(trials.length).toBeLessThan(BOUNDS.maxTrials);
  });

  it("never tries outside its bounds", () => {
    const bounds = { ...BOUNDS, start: 8, max: 8 };
    for (const holds of [() => true, () => false, (point: number) => point < 3]) {
      for (const { point } of search(holds, bounds).trials) {
        expect(point).toBeGreaterThanOrEqual(1);
        expect(point).toBeLessThanOrEqual(8);
      }
    }
  });
});

it("knows the highest point that held before it ends, below what failed", () => {
  expect(highestHeld([])).toBeUndefined();
  const trials = [100, 200, 400].map((point) => ({ point, held: true }));
  expect(highestHeld([...trials, { point: 800, held: false }])).toBe(400);
  expect(highestHeld([...trials, { point: 200, held: false }, { point: 200, held: false }])).toBe(100);
});
