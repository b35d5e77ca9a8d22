import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { bench } from "./bench.ts";

describe("help", () => {
  it.each([
    [["--help"], "bench run quick"],
    [[], "bench run quick"],
    [["help"], "bench run quick"],
    [["run", "--help"], "bench run quick --json --quiet > result.json"],
    [["help", "run"], "bench run quick --json --quiet > result.json"],
    [["list", "--help"], "bench list --json"],
    [["report", "--help"], "bench report bench-results/latest --open"],
    [["serve", "--help"], "bench serve polling"],
  ])("is on stdout, with examples: bench %j", async (args, example) => {
    const { code, stdout, stderr } = await bench(args);
    expect(stdout).toMatch(/^Usage: bench /);
    expect(stdout).toContain(`\n  ${example}\n`);
    expect(stderr).toBe("");
    expect(code).toBe(0);
  });

  it("names every option of run", async () => {
    const { stdout } = await bench(["run", "--help"]);
    const options =
      "transports clients duration warmup repeat seed out json quiet dry-run no-report no-color";
    for (const option of options.split(" ")) expect(stdout).toMatch(new RegExp(`^ {2}--${option}\\b`, "m"));
  });

  it("loads no more than it needs", async () => {
    const { stderr } = await bench(["--help"], { NODE_DEBUG: "esm" });
    expect(stderr).toContain("commander");
    for (const heavy of ["typebox", "fastify", "yaml", "hdr-histogram-js"]) {
      expect(stderr).not.toContain(`node_modules/${heavy}/`);
    }
  });
});

it("shows the package's version", async () => {
  const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
  expect((await bench(["--version"])).stdout).toBe(`${version}\n`);
});

describe("bench list", () => {
  it("shows each built-in scenario in a line", async () => {
    const { code, stdout } = await bench(["list"]);
    expect(stdout).toMatch(/^quick +about \S+ +polling, long-polling, websocket +Three transports/m);
    expect(stdout).toMatch(/^smoke +about /m);
    expect(code).toBe(0);
  });

  it("is one JSON document with --json", async () => {
    const { stdout } = await bench(["list", "--json"]);
    expect(JSON.parse(stdout)).toContainEqual(
      expect.objectContaining({
        name: "quick",
        clients: 100,
        transports: ["polling", "long-polling", "websocket"],
      }),
    );
  });

  it("does not mind a reader who leaves", () => {
    const main = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));
    const { stdout, stderr } = spawnSync(
      "sh",
      ["-c", '"$0" "$1" list --json | head -c 1', process.execPath, main],
      {
        encoding: "utf8",
      },
    );
    expect([stdout, stderr]).toEqual(["[", ""]);
  });
});

describe("bench run --dry-run", () => {
  it("shows the plan and starts nothing", async () => {
    const { code, stdout, stderr } = await bench([
      "run",
      "quick",
      "--dry-run",
      "--repeat",
      "2",
      "--out",
      "/dev/null/x",
    ]);
    expect(stdout).toMatch(/^quick: 100 clients · 4 events\/s poisson · 160 B payload/);
    expect(stdout.match(/^ {2}\d /gm)).toHaveLength(6);
    expect(stdout).toMatch(/in all: about .*; nothing was started\nnext {4}bench run quick --repeat 2\n$/);
    expect(stderr).toBe("");
    expect(code).toBe(0);
  });

  it("is one JSON document with --json, with what the command line set", async () => {
    const { stdout } = await bench(["run", "quick", "--dry-run", "--json", "--clients", "7", "--seed", "3"]);
    const plan = JSON.parse(stdout);
    expect(plan.scenario).toMatchObject({ clients: 7, seed: 3, overrides: ["clients", "seed"] });
    expect(plan.cells).toHaveLength(3);
  });
});
