import { join } from "node:path";
import { expect, it } from "vitest";
import { filesOf } from "../core/testing/readme.ts";

it.each([".", "commands", "completion"])("the README of %s has a line for each file", (folder) => {
  const { named, there } = filesOf(join(import.meta.dirname, folder));
  expect(named).toEqual(there);
});
