import { describe, expect, it } from "vitest";
import { HOSTILE_TEXTS, hostileComparison, ROWS, sampleComparison } from "../testing/sample-comparison.ts";
import { clip } from "./clean.ts";
import { runnerCommands } from "./testing/runner.ts";
import { renderWorkflowCommand } from "./workflow-command.ts";

const render = (comparison: Parameters<typeof renderWorkflowCommand>[0], strict = false): string =>
  renderWorkflowCommand(comparison, { columns: 80, colour: false, strict });

describe("the annotation", () => {
  it("is one error that names each metric", () => {
    const [command, ...others] = runnerCommands(render(sampleComparison()));
    expect(others).toEqual([]);
    expect(command).toMatchObject({ name: "error", properties: { title: "bench ab: regressed, quick" } });
    expect(command?.data.split("\n").slice(0, 3)).toEqual([
      "3 of 9 metrics got worse beyond their limits; 1 metric is missing on one side",
      "websocket latencyP99Ms: 61.4 ms, limit < 50 ms",
      "polling requestBytes: 671 → 711 B, +6 % (+40 B), no change allowed",
    ]);
  });

  it("says how many it does not name", () => {
    const rows = Array.from({ length: 30 }, (_, index) => ({ ...ROWS.regressed, id: `entry-${index}` }));
    expect(runnerCommands(render(sampleComparison("regressed", { rows })))[0]?.data).toMatch(
      /\nand 25 more$/,
    );
  });

  it.each([
    ["ok", false, []],
    ["inconclusive", false, ["warning"]],
    ["inconclusive", true, ["error"]],
    ["incomparable", false, ["warning"]],
    ["incomparable", true, ["error"]],
    ["invalid", false, ["error"]],
  ] as const)("of %s with strict %s is %j", (outcome, strict, names) => {
    expect(runnerCommands(render(sampleComparison(outcome), strict)).map(({ name }) => name)).toEqual(names);
  });

  it("only warns where a build differs from itself: that is the machine", () => {
    const commands = runnerCommands(render(sampleComparison("regressed", { kind: "aa" })));
    expect(commands.map(({ name }) => name)).toEqual(["warning"]);
  });

  it.each(HOSTILE_TEXTS)("comes through the runner's own rules as it was with %j", (text) => {
    const output = render(hostileComparison(text));
    const commands = runnerCommands(output);
    expect(output.match(/\n/g)).toHaveLength(1);
    expect(commands).toHaveLength(1);
    expect(commands[0]?.properties).toEqual({ title: `bench ab: regressed, ${clip(text)}` });
    expect(commands[0]?.data).toContain(clip(text));
  });
});
