import { expect, it } from "vitest";
import { subjectDifferences } from "./subject.ts";

it("finds nothing between equals, whatever is undefined", () => {
  const one = { clients: 1, stream: { rate: 2 }, link: undefined };
  expect(subjectDifferences(one, { stream: { rate: 2 }, clients: 1 })).toEqual([]);
});

it("names the path of each difference, and both values", () => {
  const base = { clients: 100, transports: [{ id: "polling", params: { intervalMs: 1000 } }] };
  const head = { clients: 50, transports: [{ id: "polling", params: {} }], link: { delayUpMs: 5 } };
  expect(subjectDifferences(base, head)).toEqual([
    "clients: 100 there, 50 here",
    "transports[0].params.intervalMs: 1000 there, absent here",
    "link.delayUpMs: absent there, 5 here",
  ]);
});

it("counts what is too much to read", () => {
  const many = Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`key${i}`, i]));
  expect(subjectDifferences(many, {}).at(-1)).toBe("and 4 more");
});
