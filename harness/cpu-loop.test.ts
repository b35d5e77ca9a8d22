import { expect, it } from "vitest";
import { cpuNsPerRound, SLICE_ROUNDS } from "./cpu-loop.ts";

it("is the fastest slice of those that fit in the time", async () => {
  // [began, ended] of each slice, between a start at 0 and a look at the clock after each
  const times = [0, /* */ 0, 5, 5, /* */ 5, 7, 7, /* */ 7, 11, 11];
  let turns = 0;
  const cost = await cpuNsPerRound(
    10,
    () => times.shift()!,
    async () => {
      turns++;
    },
  );
  expect(cost).toBeCloseTo((2 * 1e6) / SLICE_ROUNDS, 12);
  expect([turns, times]).toEqual([3, []]);
});

it("ends when its turn is refused", async () => {
  const refuse = async (): Promise<void> => {
    throw new Error("interrupted");
  };
  await expect(cpuNsPerRound(1e9, () => 0, refuse)).rejects.toThrow("interrupted");
});
