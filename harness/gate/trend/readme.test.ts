import { expect, it } from "vitest";
import { readmeOf } from "../../../core/testing/readme.ts";

it("the README has a line for each file, and its example prints what it says", async () => {
  const { named, there, promised, printed } = await readmeOf(import.meta.dirname);
  expect(named).toEqual(there);
  expect(printed).toBe(promised);
});
