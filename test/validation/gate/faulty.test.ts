import { existsSync } from "node:fs";
import { expect, it } from "vitest";
import { faultyBuild } from "./faulty.ts";
import { TRIALS } from "./trials.ts";

it.each(TRIALS.flatMap(({ id, fault }) => (fault === undefined ? [] : [[id, fault(4)] as const])))(
  "the fault of %s still fits the server, and its copy goes away",
  (_, fault) => {
    const build = faultyBuild(fault);
    expect(existsSync(build.entry)).toBe(true);
    build.remove();
    expect(existsSync(build.folder)).toBe(false);
  },
);

it("a fault that does not fit is an error, and leaves nothing", () => {
  const fault = { file: "servers/push.js", from: "not in there", to: "" };
  expect(() => faultyBuild(fault)).toThrow(/"not in there" 0 times/);
});
