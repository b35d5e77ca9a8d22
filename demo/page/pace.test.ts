import { expect, it } from "vitest";
import { Pace } from "./pace.ts";

it("asks first after its part of the interval", () => {
  const pace = new Pace(1000, 200, 0.25);

  expect([pace.due, pace.tick(1049.9, true), pace.tick(1050, true), pace.due]).toEqual([
    1050,
    false,
    true,
    1250,
  ]);
});

it("keeps its rate however late each timer is", () => {
  const pace = new Pace(0, 100, 0.5);
  let polls = 0;

  for (let n = 0; n < 1000; n++) if (pace.tick(pace.due + (n % 7) * 10, true)) polls++;

  expect([polls, pace.due, pace.skipped]).toEqual([1000, 100_050, 0]);
});

it("passes over ticks while a question is open, and stays on its grid", () => {
  const pace = new Pace(0, 100, 0);

  const asked = [0, 100, 200, 300].map((now) => pace.tick(now, now === 0 || now === 300));

  expect([asked, pace.skipped, pace.due]).toEqual([[true, false, false, true], 2, 400]);
});

it("asks once after a sleep, and counts what it slept through", () => {
  const pace = new Pace(0, 100, 0);
  pace.tick(0, true);

  const asked = pace.tick(1030, true);

  expect([asked, pace.skipped, pace.due]).toEqual([true, 9, 1100]);
});
