import { expect, it } from "vitest";
import { CHECK_NAMES, worst } from "./check.ts";
import { checksOf } from "./checks.ts";
import type { Facts } from "./readings.ts";
import { factsOf, readingsOf } from "./testing/readings.ts";

it("checks everything once, in order, and finds nothing wrong with a quiet machine", () => {
  const checks = checksOf(readingsOf());
  expect(checks.map(({ name }) => name)).toEqual(CHECK_NAMES);
  expect(checks.filter(({ status, remedy }) => status !== "ok" || remedy !== undefined)).toEqual([]);
});

it("warns of what cannot be read, and of nothing worse", () => {
  const { openFiles: _1, ports: _2, loadAverage: _3, ...rest } = factsOf();
  const bare: Facts = { ...rest, os: "darwin", memory: { totalBytes: 1 } };
  const {
    cpu: _4,
    timers: _5,
    sleep: _6,
    ...readings
  } = readingsOf({
    facts: bare,
    namespace: { type: "failed", message: "--netns needs Linux; this is darwin" },
  });
  const checks = checksOf(readings);
  const warned = checks.filter(({ status }) => status === "warn").map(({ name }) => name);
  expect(warned).toEqual(["timers", "sleep", "descriptors", "ports", "memory", "load", "namespaces"]);
  expect(checks.map(({ status }) => status)).not.toContain("bad");
  expect(checks.filter(({ shown }) => shown === "cannot be read here")).toHaveLength(6);
});

it("is as bad as the worst of its checks", () => {
  expect(worst(["ok", "bad", "warn"])).toBe("bad");
  expect(worst(["ok", "warn"])).toBe("warn");
  expect(worst([])).toBe("ok");
});
