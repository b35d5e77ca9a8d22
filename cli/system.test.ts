import { expect, it } from "vitest";
import { lively } from "./system.ts";
import { FakeSystem } from "./testing/fake-system.ts";

it.each([
  // [terminal, environment, asked for, lively]
  [true, {}, true, true],
  [false, {}, true, false],
  [true, {}, false, false],
  [true, { NO_COLOR: "1" }, true, false],
  [true, { NO_COLOR: "" }, true, true],
  [true, { CI: "true" }, true, false],
  [true, { CI: "false" }, true, true],
] as const)("terminal %s, environment %j, asked %s: %s", (terminal, env, asked, expected) => {
  const system = new FakeSystem();
  system.stdout.terminal = terminal;
  system.env = env;
  expect(lively(system, system.stdout, asked)).toBe(expected);
});
