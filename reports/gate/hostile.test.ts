import { describe, expect, it } from "vitest";
import { OUTCOMES } from "../../core/comparison.ts";
import { HOSTILE_TEXTS, hostileComparison } from "../testing/sample-comparison.ts";
import { OUTPUT_FORMATS } from "./index.ts";
import { runnerCommands } from "./testing/runner.ts";

const OPTIONS = { columns: 80, colour: false };
const formats = Object.entries(OUTPUT_FORMATS);
const everywhere = HOSTILE_TEXTS.flatMap((text) =>
  OUTCOMES.map((outcome) => hostileComparison(text, outcome)),
);

describe.each(formats)("%s", (name, { render }) => {
  it("prints nothing that a runner takes for a command, but its own", () => {
    const outputs = everywhere.map((comparison) => render(comparison, OPTIONS));
    const commands = outputs.flatMap(runnerCommands);
    if (name !== "github") return expect(commands).toEqual([]);
    expect(new Set(commands.map((command) => command.name))).toEqual(new Set(["error", "warning"]));
    expect(
      commands.filter(({ name: word }) => word === "error").every(({ properties }) => "title" in properties),
    ).toBe(true);
  });

  it("has no control character but its line ends, and no half of a pair", () => {
    for (const comparison of everywhere) {
      const rest = render(comparison, OPTIONS).replace(/\r?\n/g, "");
      expect(rest.match(/[\p{Cc}\p{Cs}]/u)).toBeNull();
    }
  });

  it("is one document for one comparison", () => {
    const [first] = everywhere;
    expect(render(first!, OPTIONS)).toBe(render(structuredClone(first!), OPTIONS));
  });
});
