import { describe, expect, it } from "vitest";
import { styleFor } from "../reports/terminal.ts";
import { type Listed, list, listLines } from "./list.ts";
import { FakeSystem } from "./testing/fake-system.ts";

const LISTED: readonly Listed[] = [
  {
    name: "quick",
    description: "Three transports, one minute of your time.",
    clients: 100,
    transports: ["polling", "websocket"],
    estimateMs: 28_000,
  },
  {
    name: "ten-thousand",
    description: "Ten thousand clients of every transport on one small machine.",
    clients: 10_000,
    transports: ["websocket"],
    estimateMs: 95_000,
  },
];

describe("the list on a terminal", () => {
  it("wraps what a scenario is for beside its name", () => {
    expect(listLines(LISTED, 60, styleFor(false))).toEqual([
      "scenario      time          what for",
      "quick         about 28s     Three transports, one minute of",
      "                            your time.",
      "                            polling, websocket · 100 clients",
      "ten-thousand  about 1m 35s  Ten thousand clients of every",
      "                            transport on one small machine.",
      "                            websocket · 10,000 clients",
    ]);
  });

  it.each([80, 120, 200])("of %i columns keeps all built-in scenarios within it", async (columns) => {
    const system = new FakeSystem();
    system.stdout.terminal = true;
    system.stdout.columns = columns;
    system.env = { NO_COLOR: "1" };
    await list(system, { color: true });
    expect(Math.max(...system.stdout.lines.map(({ length }) => length))).toBeLessThanOrEqual(columns);
    expect(system.stdout.text).not.toContain("\u001b");
    expect(system.stdout.lines.at(-1)).toBe("next    bench run quick");
  });

  it("sets off in colour what is less important", () => {
    expect(listLines(LISTED, 80, styleFor(true))[0]).toBe(
      "\u001b[2mscenario      time          what for\u001b[22m",
    );
  });
});

it("has a line for each scenario where a program reads it, however long", async () => {
  const system = new FakeSystem();
  await list(system, { color: true });
  const quick = system.stdout.lines.filter((line) => line.startsWith("quick "));
  expect(quick).toEqual([expect.stringMatching(/ polling, long-polling, websocket +Three .* time\.$/)]);
});
