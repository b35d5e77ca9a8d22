import { expect, it } from "vitest";
import { BenchError } from "../../core/errors.ts";
import { ceilingOf } from "./ceiling.ts";

/** A machine that allows so many clients. */
const machine =
  (allowed: number, what = "file descriptors") =>
  (clients: number): void => {
    if (clients > allowed)
      throw new BenchError("LIMIT_TOO_LOW", `${clients} need ${what}`, {
        hint: "raise it, or ask for at most 5",
      });
  };

it.each([
  [50_000, 100_000, 50_000], // room to spare
  [50_000, 50_000, 50_000],
  [50_000, 19_936, 19_936],
  [8, 1, 1],
])("of %d clients on a machine that allows %d there may be %d", (max, allowed, clients) => {
  expect(ceilingOf(max, machine(allowed)).clients).toBe(clients);
});

it("says what is lacking, and how to raise it", () => {
  expect(ceilingOf(100, machine(50)).lacks).toEqual({
    what: "descriptors",
    message: "51 need file descriptors: raise it",
  });
  expect(ceilingOf(100, machine(50, "local ports")).lacks?.what).toBe("ports");
  expect(ceilingOf(100, machine(100)).lacks).toBeUndefined();
});

it("refuses a machine that allows not even one, and passes other faults on", () => {
  expect(() => ceilingOf(100, machine(0))).toThrow("1 need file descriptors");
  const broken = (): void => {
    throw new Error("unreadable");
  };
  expect(() => ceilingOf(100, broken)).toThrow("unreadable");
});

it("knows this machine's limits by their words", () => {
  expect(ceilingOf(1_000_000_000).lacks?.message).not.toContain("ask for");
  expect(ceilingOf(1_000_000_000).lacks?.what).toMatch(/^(descriptors|ports)$/);
});
