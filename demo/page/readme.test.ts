import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

it.each([".", "lanes", "canvas"])("the README of %s has a line for each file", (folder) => {
  const path = join(import.meta.dirname, folder);

  const text = readFileSync(join(path, "README.md"), "utf8");

  const named = [...text.matchAll(/^\| `([^`]+?)\/?` +\|/gm)].map(([, name = ""]) => name);
  const there = readdirSync(path).filter((name) => !/\.test\.ts$|^README\.md$/.test(name));
  expect(named.toSorted()).toEqual(there.toSorted());
});
