import { expect, it } from "vitest";
import { type ChangeLimit, formatChangeLimit, limitFor, parseChangeLimit } from "./change-limit.ts";

it.each<[string, ChangeLimit]>([
  ["5%", { relative: 0.05, absolute: 0 }],
  ["0.5", { absolute: 0.5 }],
  ["5% / 0.5", { relative: 0.05, absolute: 0.5 }],
  [" 12.5 %/2 ", { relative: 0.125, absolute: 2 }],
  [".5%", { relative: 0.005, absolute: 0 }],
  ["0", { absolute: 0 }],
])("reads %j", (text, limit) => {
  expect(parseChangeLimit(text)).toEqual(limit);
  expect(parseChangeLimit(formatChangeLimit(limit))).toEqual(limit);
});

it.each(["", "%", "5 %% / 1", "-5%", "< 5", "5%/", "1e3", "5% / 2%", "a"])("refuses %j", (text) => {
  expect(parseChangeLimit(text)).toBeUndefined();
});

it("takes an entry's own limit before that of every entry, and the last of several", () => {
  const limits = [
    { entry: "*", metric: "latencyP50Ms", limit: { absolute: 1 } },
    { entry: "websocket", metric: "latencyP50Ms", limit: { absolute: 2 } },
    { entry: "websocket", metric: "latencyP50Ms", limit: { absolute: 3 } },
  ];
  expect(limitFor(limits, "websocket", "latencyP50Ms")).toEqual({ absolute: 3 });
  expect(limitFor(limits, "polling", "latencyP50Ms")).toEqual({ absolute: 1 });
  expect(limitFor(limits, "polling", "latencyP99Ms")).toBeUndefined();
});
