import { expect, it } from "vitest";
import { didYouMean, nearest } from "./nearest.ts";

const TRANSPORTS = ["polling", "long-polling", "websocket"];

it.each([
  ["pooling", "polling"], // one letter
  ["WebSocket", "websocket"], // case
  ["longpolling", "long-polling"], // a dash left out
  ["web", "websocket"], // a beginning
  ["websokcet", "websocket"], // two letters swapped
])("takes %s for %s", (word, meant) => {
  expect(nearest(word, TRANSPORTS)).toBe(meant);
});

it.each(["carrier-pigeon", "x", ""])("does not guess at %j", (word) => {
  expect(nearest(word, TRANSPORTS)).toBeUndefined();
  expect(didYouMean(word, TRANSPORTS)).toBeUndefined();
});

it("prefers the closest of several", () => {
  expect(nearest("latencyP9Ms", ["latencyMeanMs", "latencyP90Ms", "latencyMaxMs"])).toBe("latencyP90Ms");
});

it("counts two swapped neighbours as one mistake, however short the word", () => {
  expect(nearest("rnu", ["run", "list"])).toBe("run");
  expect(nearest("runn", ["nurn", "list"])).toBeUndefined();
});
