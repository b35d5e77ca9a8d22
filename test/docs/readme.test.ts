import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { EXIT } from "../../core/errors.ts";
import type { Result } from "../../core/result.ts";
import { renderJson, renderText } from "../../reports/index.ts";
import { bench } from "../cli/bench.ts";

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
const readme = read("README.md");

describe("the README", () => {
  it("shows what the program prints of the committed sample result", () => {
    const sample = JSON.parse(read("docs/sample/quick.json")) as Result;
    expect(readme).toContain(renderText(sample, { columns: 100, colour: false }));
    expect(sample.cells.map((cell) => cell.verdict.status)).toEqual(["valid", "valid", "valid"]);
  });

  it("shows a screenshot that is small enough to be loaded by everyone", () => {
    const png = readFileSync(new URL("../../docs/sample/quick.png", import.meta.url));
    expect(readme).toMatch(/!\[[^\]]{40,}\]\(docs\/sample\/quick\.png\)/);
    expect(png.subarray(0, 8).toString("latin1")).toBe("\u0089PNG\r\n\u001a\n");
    expect(png.readUInt32BE(16)).toBe(1280);
    expect(png.length).toBeLessThan(200_000);
  });

  it("links to the report of the same run", () => {
    const sample = JSON.parse(read("docs/sample/quick.json")) as Result;
    expect(read("docs/sample/quick.html")).toContain(sample.run.id);
    expect(read("docs/sample/quick.json")).toBe(renderJson(sample));
  });

  it("links only to what is there", () => {
    const links = [...readme.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, path = ""]) => path);
    expect(links.length).toBeGreaterThan(8);
    expect(links.filter((path) => !existsSync(new URL(`../../${path}`, import.meta.url)))).toEqual([]);
  });

  it("has a line for every command", async () => {
    const { stdout } = await bench(["--help"]);
    const commands = [...stdout.matchAll(/^ {2}([a-z]+) .* {2,}[a-z]/gm)].map(([, name]) => name);
    const lines = [...readme.matchAll(/^\| `bench ([a-z]+)/gm)].map(([, name]) => name);
    expect(lines).toEqual(commands);
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

  it("names every exit code that a command can have", () => {
    const codes = [...readme.matchAll(/^\| (\d+(?:, \d+)?) +\|/gm)].flatMap(([, code = ""]) =>
      code.split(", "),
    );
    const known = Object.values(EXIT);
    expect(codes.map(Number)).toEqual(known);
  });
});
