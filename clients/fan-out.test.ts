import { expect, it } from "vitest";
import { FanOut } from "./fan-out.ts";

it("sums place and mean latency over the clients that have both", () => {
  const fanOut = new FanOut(4);
  fanOut.add(0, 10);
  fanOut.add(0, 30);
  fanOut.add(1, 50);
  fanOut.add(2, 999);
  const places = [3, 0, -1, 1]; // client 2 has lost its place, client 3 got nothing
  expect(fanOut.report((client) => places[client]!)).toEqual({
    n: 2,
    x: 3,
    y: 20 + 50,
    xx: 9,
    xy: 3 * 20,
    yy: 20 * 20 + 50 * 50,
  });
});
