import { expect, it } from "vitest";
import { FireBudget } from "./fire-budget.ts";
import { CAPS } from "./protocol.ts";

const { max } = CAPS.fireEvents;

it("allows the most that can be asked for at once, to the largest crowd", () => {
  expect(new FireBudget().take(max, CAPS.clients.max, 0)).toBe(true);
});

it.each([
  // [clients, events a second at most]
  [1, CAPS.rate.max],
  [50, CAPS.deliveriesPerSecond / 50],
])("lets no one who fires again and again go beyond the highest rate, with %d clients", (clients, most) => {
  const budget = new FireBudget();
  let events = 0;
  // Two hundred times a second, for a minute.
  for (let at = 0; at < 60_000; at += 5) if (budget.take(10, clients, at)) events += 10;
  expect(events / 60).toBeLessThan(most * 1.1);
  expect(events / 60).toBeGreaterThan(most * 0.9);
});
