import { expect, it } from "vitest";
import { Costs } from "./costs.ts";

it("the smallest cost of each kind is kept, whatever order they come in", () => {
  const costs = new Costs();
  for (const bytes of [42, 41, 43]) {
    costs.request(bytes);
    costs.emptyResponse(bytes + 10);
    costs.event(bytes + 20);
    costs.response(bytes + 30, 99);
    costs.handshake(bytes + 40);
  }
  expect(costs.smallest()).toEqual({
    requestBytes: 41,
    emptyResponseBytes: 51,
    eventOverheadBytes: 61,
    responseOverheadBytes: 71,
    comparableResponseBytes: 71,
    handshakeBytes: 81,
  });
});

it("a kind that never happened is absent, and one that cost nothing is 0", () => {
  const costs = new Costs();
  costs.event(0);
  expect(costs.smallest()).toEqual({ eventOverheadBytes: 0 });
});

it.each([9, 10, 99, 100, 999, 1000, 123_456])(
  "an answer is told as if its length, here %d, had two digits",
  (bodyBytes) => {
    const costs = new Costs();
    costs.response(170 + String(bodyBytes).length, bodyBytes);
    expect(costs.smallest()).toMatchObject({ comparableResponseBytes: 172 });
  },
);
