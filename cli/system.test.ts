import { expect, it } from "vitest";
import { animated, lively } from "./system.ts";
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

it.each([
  // [terminal, environment, whether lines are rewritten]
  [true, {}, true],
  [true, { NO_COLOR: "1" }, true],
  [true, { CI: "true" }, false],
  [false, {}, false],
] as const)("rewrites lines: terminal %s, environment %j: %s", (terminal, env, expected) => {
  const system = new FakeSystem();
  system.stderr.terminal = terminal;
  system.env = env;
  expect(animated(system, system.stderr)).toBe(expected);
});
