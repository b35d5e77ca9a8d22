import { expect, it } from "vitest";
import { onInterrupt } from "./interrupt.ts";
import { Exited, FakeSystem } from "./testing/fake-system.ts";

it("aborts on the first signal and says so before anything else hears of it", () => {
  const system = new FakeSystem();
  const order: string[] = [];
  const interruption = onInterrupt(system, (signal) => order.push(signal));
  interruption.signal.addEventListener("abort", () => order.push("aborted"));
  expect(interruption.caught).toBeUndefined();
  system.send("SIGTERM");
  expect(order).toEqual(["SIGTERM", "aborted"]);
  expect(interruption.caught).toBe("SIGTERM");
});

it.each([
  ["SIGINT", 130],
  ["SIGTERM", 143],
] as const)("ends the process at the second signal: %s, %d", (second, code) => {
  const system = new FakeSystem();
  onInterrupt(system, () => {});
  system.send("SIGINT");
  expect(() => system.send(second)).toThrow(new Exited(code));
});

it("leaves signals alone once it is done", () => {
  const system = new FakeSystem();
  const interruption = onInterrupt(system, () => {});
  interruption.done();
  system.send("SIGINT");
  expect(interruption.signal.aborted).toBe(false);
});
