import { expect, it } from "vitest";
import { Shot } from "./shots.ts";

it("knows its own events among the others by when they were due", () => {
  const shot = new Shot(1000.5, 2, 50);

  shot.delivered("polling", 1000.5004, 700);
  shot.delivered("polling", 1020, 3);
  shot.delivered("websocket", 1050.5, 31);

  expect([shot.delay("polling", 0), shot.delay("polling", 1)]).toEqual([700, undefined]);
  expect([shot.delay("websocket", 0), shot.delay("websocket", 1)]).toEqual([undefined, 31]);
  expect(shot.delay("sse", 0)).toBeUndefined();
});
