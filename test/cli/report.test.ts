import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { renderCsv, renderJson, renderMarkdown } from "../../reports/index.ts";
import { sampleResult } from "../../reports/testing/sample-result.ts";
import { bench } from "./bench.ts";

const result = sampleResult();
/** Nobody sits in front of these. */
const UNSEEN = { CI: "", DISPLAY: "", WAYLAND_DISPLAY: "" };
let folder = "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "report-"));
  writeFileSync(join(folder, "result.json"), JSON.stringify(result));
});
afterAll(() => rmSync(folder, { recursive: true }));

const fileIn = (name: string): string => join(folder, name);
const read = (name: string): string => readFileSync(fileIn(name), "utf8");

describe("bench report", () => {
  it("writes the page beside the result and prints its path", async () => {
    const ended = await bench(["report", folder]);
    expect(ended).toMatchObject({ code: 0, stdout: `${fileIn("report.html")}\n`, stderr: "" });
    expect(read("report.html")).toMatch(/^<!doctype html>/i);
  });

  it.each([
    ["md", renderMarkdown(result)],
    ["csv", renderCsv(result)],
    ["json", renderJson(result)],
  ])("prints %s and nothing else", async (format, text) => {
    const ended = await bench(["report", fileIn("result.json"), "--format", format]);
    expect(ended).toMatchObject({ code: 0, stdout: text, stderr: "" });
  });

  it("prints the page where it is told to", async () => {
    const { stdout } = await bench(["report", folder, "--out", "-"]);
    expect(stdout).toMatch(/^<!doctype html>.*<\/html>\s*$/is);
  });

  it("writes what the file's name ends in", async () => {
    const ended = await bench(["report", folder, "--out", fileIn("figures.csv")]);
    expect(ended).toMatchObject({ code: 0, stdout: `${fileIn("figures.csv")}\n` });
    expect(read("figures.csv")).toBe(renderCsv(result));
  });

  it("hands the page to the browser with --open", async () => {
    const opener = fileIn("xdg-open");
    writeFileSync(opener, `#!/bin/sh\nprintf %s "$1" > "${fileIn("opened")}"\n`);
    chmodSync(opener, 0o755);
    const env = { ...UNSEEN, DISPLAY: ":0", PATH: `${folder}:${process.env.PATH}` };
    const ended = await bench(["report", folder, "--open"], env);
    expect(ended).toMatchObject({ code: 0, stderr: "" });
    expect(read("opened")).toBe(pathToFileURL(fileIn("report.html")).href);
  });

  it("still writes and names the page where there is no display to open it on", async () => {
    const ended = await bench(["report", folder, "--open"], UNSEEN);
    expect(ended).toMatchObject({
      code: 0,
      stdout: `${fileIn("report.html")}\n`,
      stderr: "not opened: this machine has no display\n",
    });
  });

  it.each([
    [["--format", "pdf"], /^error: option "--format <format>" argument "pdf" is invalid\. /],
    [["--open", "--format", "md"], /^error: --open: a browser shows the page, not md$/m],
    [["--open", "--out", "-"], /^error: --open: with --out - there is no file to open$/m],
  ])("refuses %j with exit code 2 and writes nothing", async (options, says) => {
    const { code, stdout, stderr } = await bench(["report", folder, ...options]);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(says);
  });
});
