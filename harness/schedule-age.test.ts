import { expect, it } from "vitest";
import { scheduleAge } from "./schedule-age.ts";

const dueAt = (...ms: number[]) => ({ due: Float64Array.from(ms, (each) => each * 1e6) });

it.each([
  // [due times, window, age]
  [dueAt(0, 100, 200, 300), { warmupMs: 100, measureMs: 200 }, 50], // half a period
  [dueAt(0), { warmupMs: 100, measureMs: 100 }, 150], // one event, ever older
  [dueAt(150), { warmupMs: 100, measureMs: 100 }, 25], // counted from the first event on
  [dueAt(0, 100, 500), { warmupMs: 100, measureMs: 400 }, 200], // a long gap counts as long as it lasts
  [dueAt(900), { warmupMs: 100, measureMs: 100 }, undefined], // nothing in time
])("the age of %j over %j is %s", (stream, phases, age) => {
  expect(scheduleAge(stream, phases)).toEqual(age === undefined ? undefined : expect.closeTo(age, 9));
});
