import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { EXIT } from "../../core/errors.ts";
import type { Result } from "../../core/result.ts";
import { renderText } from "../../reports/index.ts";
import { bench } from "../cli/bench.ts";

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
const readme = read("README.md");

describe("the README", () => {
  it("shows what the program prints of the committed sample result", () => {
    const sample = JSON.parse(read("docs/sample/quick.json")) as Result;
    expect(readme).toContain(renderText(sample, { columns: 100, colour: false }));
    expect(sample.cells.map((cell) => cell.verdict.status)).toEqual(["valid", "valid", "valid"]);
  });

  it("opens and closes every block of code", () => {
    const fences = [...readme.matchAll(/^`{3,}.*$/gm)].map(([fence]) => fence);
    const closing = fences.filter((_, i) => i % 2 === 1);
    expect(fences.length % 2).toBe(0);
    expect(new Set(closing)).toEqual(new Set(["```"]));
  });

  const commands = [...readme.matchAll(/^\$ npx bench (.+)$/gm)].map(([, args = ""]) => args.split(" "));

  it("shows commands", () => {
    expect(commands.length).toBeGreaterThan(5);
  });

  it.each(commands.filter(([command]) => command === "run"))(
    "bench %s %s … is a command",
    async (...args) => {
      if (args.some((arg) => arg.startsWith("./"))) return expect(args).toContain("--dry-run");
      const { code, stderr } = await bench([...args.filter((arg) => arg !== "--dry-run"), "--dry-run"]);
      expect([code, stderr]).toEqual([0, ""]);
    },
  );

  it.each(commands.filter(([command]) => command !== "run"))(
    "bench %s … has the options shown",
    async (command, ...args) => {
      const { code, stdout } = await bench([command ?? "", "--help"]);
      expect(code).toBe(0);
      for (const option of args.filter((arg) => arg.startsWith("--"))) expect(stdout).toContain(option);
    },
  );

  it("names every exit code that a command can have now", () => {
    const codes = [...readme.matchAll(/^\| (\d+(?:, \d+)?) +\|/gm)].flatMap(([, code = ""]) =>
      code.split(", "),
    );
    const known = Object.values(EXIT).filter((code) => code !== EXIT.inconclusive);
    expect(codes.map(Number)).toEqual(known);
  });
});
