import { expect, it } from "vitest";
import { Audit } from "./audit.ts";

const auditOf = (after: number, seqs: readonly number[]): Audit => {
  const audit = new Audit();
  audit.start(after);
  for (const seq of seqs) audit.take(seq);
  return audit;
};

it("finds nothing wrong with every event once", () => {
  const audit = auditOf(7, [8, 9, 10]);

  expect([audit.newest, audit.lost, audit.repeated]).toEqual([10, 0, 0]);
});

it("counts what was passed over until it comes", () => {
  const audit = auditOf(0, [1, 4]);
  expect(audit.lost).toBe(2);

  expect(audit.take(3)).toBe(true);

  expect([audit.newest, audit.lost, audit.repeated]).toEqual([4, 1, 0]);
});

it("counts what comes again, and what came before the start", () => {
  const audit = auditOf(5, [6, 6, 5, 7, 6]);

  expect([audit.newest, audit.lost, audit.repeated]).toEqual([7, 0, 3]);
});

it("remembers a loss that is long ago, in bounded memory", () => {
  const audit = auditOf(0, [1, 3]);

  for (let seq = 4; seq <= 50_000; seq++) audit.take(seq);

  expect([audit.newest, audit.lost, audit.repeated]).toEqual([50_000, 1, 0]);
});

it("counts a gap wider than its memory whole", () => {
  const audit = auditOf(0, [1, 20_001]);
  expect(audit.lost).toBe(19_999);

  for (let seq = 20_002; seq <= 40_000; seq++) audit.take(seq);

  expect([audit.lost, audit.repeated]).toEqual([19_999, 0]);
});

it("forgets all of that at a new start", () => {
  const audit = auditOf(0, [1, 5, 5]);

  audit.start(5);

  expect([audit.take(6), audit.lost, audit.repeated]).toEqual([true, 0, 0]);
});
