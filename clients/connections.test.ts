import { expect, it } from "vitest";
import { Connections } from "./connections.ts";

const NONE = { socketUp: 0, socketDown: 0, strayUp: 0, strayDown: 0 };

it("gives clients places in the order in which they came to stand, until they come back", () => {
  const connections = new Connections(4);
  for (const client of [2, 0, 3]) expect(connections.opened(client, 1)).toBe(false);
  expect([0, 1, 2, 3].map(connections.placeOf)).toEqual([1, -1, 0, 2]);

  connections.closed(0, "lost", NONE);
  expect(connections.opened(0, 2)).toBe(true);
  expect(connections.placeOf(0)).toBe(-1);
});

it("says which ends were losses: of a subscription that stood, and not asked for", () => {
  const connections = new Connections(2);
  connections.opened(0, 1);
  expect(connections.closed(1, "lost", NONE)).toBe(false); // never stood
  expect(connections.closed(0, "malformed", NONE)).toBe(true);
  connections.opened(0, 2);
  expect(connections.closed(0, "asked", NONE)).toBe(false);
  expect(connections.report()).toMatchObject({ connected: 1, lostConnections: 1, malformed: 1 });
});
