import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseComparison } from "../../cli/result-file.ts";
import { CSV_HEADER } from "../../reports/csv.ts";
import { renderCsv, renderJson, renderMarkdown } from "../../reports/index.ts";
import { sampleComparison } from "../../reports/testing/sample-comparison.ts";
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

  it("explains its CSV in help, column by column", async () => {
    expect((await bench(["report", "--help"])).stdout).toContain(`\n${CSV_HEADER.join(", ")}\n`);
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

  describe("with something to compare", () => {
    const dearer = sampleResult();
    for (const cell of dearer.cells) {
      const { requestsPerEvent = 0 } = cell.metrics;
      if (cell.id === "polling") cell.metrics = { ...cell.metrics, requestsPerEvent: requestsPerEvent * 3 };
    }
    const comparison = sampleComparison();

    beforeAll(() => {
      mkdirSync(fileIn("ab/head"), { recursive: true });
      writeFileSync(fileIn("before.json"), JSON.stringify(result));
      writeFileSync(fileIn("after.json"), JSON.stringify(dearer));
      writeFileSync(fileIn("ab/head/result.json"), JSON.stringify(result));
      const head = { ...comparison.head, result: "head/result.json" };
      writeFileSync(fileIn("ab/comparison.json"), JSON.stringify({ ...comparison, head }));
    });

    const compared = (...options: string[]) =>
      bench(["report", fileIn("after.json"), "--compare", fileIn("before.json"), ...options]);

    it("says in Markdown what it is and what changed", async () => {
      const { code, stdout, stderr } = await compared("--format", "md");
      expect([code, stderr]).toEqual([0, ""]);
      expect(stdout.startsWith(renderMarkdown(dearer))).toBe(true);
      expect(stdout.slice(renderMarkdown(dearer).length)).toMatch(/polling.*requestsPerEvent/);
    });

    it("has the comparison on the page, and no trace of one without", async () => {
      const { stdout } = await compared("--out", "-");
      expect(stdout).toContain('id="comparison"');
      expect((await bench(["report", fileIn("after.json"), "--out", "-"])).stdout).not.toContain(
        'id="comparison"',
      );
      const ab = await bench(["report", fileIn("ab")]);
      expect(ab.stdout).toBe(`${fileIn("ab/report.html")}\n`);
      expect(read("ab/report.html")).toContain('id="comparison"');
    });

    it("prints the comparison itself as JSON", async () => {
      const { stdout } = await compared("--format", "json");
      const found = parseComparison(stdout, "stdout");
      expect(found).toMatchObject({
        kind: "compare",
        outcome: "regressed",
        base: { label: fileIn("before.json") },
        head: { label: fileIn("after.json") },
      });
      expect(found.rows).toContainEqual(
        expect.objectContaining({ id: "polling", metric: "requestsPerEvent", outcome: "regressed" }),
      );
    });

    it("takes the folder that bench ab has made", async () => {
      const { code, stdout } = await bench(["report", fileIn("ab"), "--format", "md"]);
      expect(code).toBe(0);
      expect(stdout).toContain(renderMarkdown(result));
      expect(stdout.slice(renderMarkdown(result).length)).toMatch(/\|/);
      const json = await bench(["report", fileIn("ab/comparison.json"), "--format", "json"]);
      expect(JSON.parse(json.stdout)).toMatchObject({ kind: comparison.kind, rows: comparison.rows });
    });

    it.each<[what: string, change: object, says: RegExp]>([
      ["whose head lies elsewhere", { result: "../after.json" }, /names a result outside its folder: /],
      ["whose head is not named", { result: undefined }, /does not say where the result of its head is/],
      ["whose head is gone", { result: "gone.json" }, /^error: cannot read the result .*ENOENT/],
    ])("refuses a comparison %s", async (_, change, says) => {
      mkdirSync(fileIn("bad"), { recursive: true });
      const head = { ...comparison.head, ...change };
      writeFileSync(fileIn("bad/comparison.json"), JSON.stringify({ ...comparison, head }));
      const { code, stderr } = await bench(["report", fileIn("bad"), "--format", "md"]);
      expect([code, stderr]).toEqual([2, expect.stringMatching(says)]);
    });

    it("refuses to compare what did not measure the same, and a comparison", async () => {
      const other = sampleResult();
      other.scenario.clients = 5;
      other.scenario.hash = `sha256:${"0".repeat(64)}`;
      writeFileSync(fileIn("other.json"), JSON.stringify(other));
      const { code, stderr } = await bench([
        "report",
        fileIn("other.json"),
        "--compare",
        fileIn("before.json"),
      ]);
      expect([code, stderr]).toEqual([2, expect.stringContaining("did not measure the same thing")]);
      const twice = await bench(["report", fileIn("ab"), "--compare", fileIn("before.json")]);
      expect(twice.stderr).toMatch(/^error: --compare: .* is a comparison already$/m);
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
