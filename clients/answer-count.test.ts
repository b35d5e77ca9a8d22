import { expect, it } from "vitest";
import { AnswerCount } from "./answer-count.ts";

it("counts by status what happens between the edges, and where the edges really were", () => {
  let now = 1e9;
  let cpuUs = 500;
  const count = new AnswerCount({ now: () => now, cpuUs: () => cpuUs });

  count.answered(200);
  count.failed();
  count.open();
  for (const status of [204, 204, 503]) count.answered(status);
  count.failed();
  now += 2.002e9;
  cpuUs += 900;
  count.close();
  count.answered(204);
  count.failed();
  now += 1e9;
  count.close();

  expect(count.collect()).toEqual({
    countedNs: 2.002e9,
    answers: { 204: 2, 503: 1 },
    failures: 1,
    cpuUs: 900,
  });
});

it("counts nothing when the window never opened", () => {
  const count = new AnswerCount({ now: () => 5, cpuUs: () => 5 });
  count.answered(200);
  expect(count.collect()).toEqual({ countedNs: 0, answers: {}, failures: 0, cpuUs: 0 });
});
