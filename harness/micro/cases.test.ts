import { describe, expect, it } from "vitest";
import type { Side } from "./case.ts";
import { MICRO_CASES } from "./index.ts";
import { checkSides } from "./measure.ts";
import { MICRO_NAMES } from "./names.ts";

it("has a case for every name, in the same order", () => {
  expect(Object.keys(MICRO_CASES)).toEqual(MICRO_NAMES);
});

describe.each(MICRO_NAMES)("%s", (name) => {
  it("gives the answer of its reference", async () => {
    checkSides(name, await MICRO_CASES[name].create());
  });

  it("gives the same sum again and again, which is not that of nothing", async () => {
    const { ours, reference, operations } = await MICRO_CASES[name].create();
    const sum = ours.run();
    expect(sum).toBeGreaterThanOrEqual(operations);
    for (const side of [ours, reference, ours, reference]) expect(side.run()).toBe(sum);
  });

  it("answers with something for every operation, or with all of them together", async () => {
    const { ours, operations } = await MICRO_CASES[name].create();
    const answer = ours.answer();
    if (Array.isArray(answer)) expect(answer).toHaveLength(operations);
    else expect(String(answer).length).toBeGreaterThan(100);
  });
});

describe("a case whose sides differ", () => {
  const side = (sum: number, answer: unknown): Side => ({ run: () => sum, answer: () => answer });

  it.each([
    [
      "in a value",
      side(1, [1, "a"]),
      side(1, [1, "b"]),
      "wrong: ours and the reference differ in their answers",
    ],
    ["in a type", side(1, [1]), side(1, ["1"]), "wrong: ours and the reference differ in their answers"],
    ["in the sum", side(1, []), side(2, []), "wrong: ours and the reference differ in their sums"],
  ])("%s is refused", (_, ours, reference, message) => {
    expect(() => checkSides("wrong", { operations: 1, ours, reference })).toThrow(message);
  });
});
