import { expect, it } from "vitest";
import type { TransportEntry } from "../../core/scenario.ts";
import { Schedule } from "./schedule.ts";

const entry = (id: string): TransportEntry => ({ id, transport: id, params: {} });
const [a, b, c] = ["a", "b", "c"].map(entry) as [TransportEntry, TransportEntry, TransportEntry];
const scenario = { transports: [a, b, c], seed: 1 };

it("takes entries in turns, forward and backward, whoever needs more pairs last", () => {
  const dealt = new Schedule(scenario).deal([
    { entry: a, pairs: 2, confirming: false },
    { entry: b, pairs: 3, confirming: false },
    { entry: c, pairs: 2, confirming: true },
  ]);
  const ids = dealt.map(({ entry }) => entry.id);
  const first = ids.slice(0, 3);
  expect(first.toSorted()).toEqual(["a", "b", "c"]);
  expect(ids).toEqual([...first, ...first.toReversed(), "b"]);
  expect(dealt.filter(({ confirming }) => confirming).map(({ entry }) => entry.id)).toEqual(["c", "c"]);
});

it("lets each build go first in every other pair of an entry, also from one deal to the next", () => {
  const schedule = new Schedule(scenario);
  const need = (pairs: number, confirming = false) => [{ entry: a, pairs, confirming }];
  const firsts = [...schedule.deal(need(3)), ...schedule.deal(need(3, true))].map(({ order }) => order[0]);
  expect(new Set(firsts.filter((_, i) => i % 2 === 0)).size).toBe(1);
  expect(new Set(firsts.filter((_, i) => i % 2 === 1)).size).toBe(1);
  expect(firsts[0]).not.toBe(firsts[1]);
});

it("starts with either build, as the seed has it", () => {
  const starts = Array.from(
    { length: 20 },
    (_, seed) =>
      new Schedule({ ...scenario, seed }).deal([{ entry: a, pairs: 1, confirming: false }])[0]!.order[0],
  );
  expect(new Set(starts)).toEqual(new Set(["base", "head"]));
});
