import { expect, it } from "vitest";
import { asTyped, quoted, runCommandLine } from "./command-line.ts";

it("repeats what was asked for, options that change the measurement only", () => {
  expect(runCommandLine("quick", { link: "4g", clients: "5", transports: "polling,websocket" })).toBe(
    "bench run quick --transports polling,websocket --clients 5 --link 4g",
  );
  expect(runCommandLine("quick", { clients: "5" }, ["--netns"])).toBe("bench run quick --clients 5 --netns");
});

it.each([
  ["./my file.yaml", "'./my file.yaml'"],
  ["it's", "'it'\\''s'"],
  ["$(reboot)", "'$(reboot)'"],
  ["", "''"],
  ["/a/b-c_d.yaml", "/a/b-c_d.yaml"],
])("a shell reads %j as one word", (word, expected) => {
  expect(quoted(word)).toBe(expected);
});

it.each([
  [{ npm_command: "exec" }, "npx bench list"], // started by npx
  [{ npm_command: "test" }, "bench list"], // by a script of npm
  [{}, "bench list"],
])("with %j in the environment the next command is typed as it has to be", (env, typed) => {
  expect(asTyped("bench list", env)).toBe(typed);
});
