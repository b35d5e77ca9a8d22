import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { sampleComparison } from "../reports/testing/sample-comparison.ts";
import { ensureOutputs, outputsOf, tellComparison } from "./gate-output.ts";
import { FakeSystem } from "./testing/fake-system.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "output-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const system = new FakeSystem();
const at = (name: string): string => join(folder, name);
const to = (...output: string[]) => outputsOf(system, { color: false, output }, false);

describe("before anything is measured", () => {
  it("a folder, or what lies under a file, is refused", async () => {
    mkdirSync(at("there"));
    writeFileSync(at("file"), "");
    await expect(ensureOutputs(to(`json=${at("there")}`))).rejects.toThrow(/is a folder/);
    await expect(ensureOutputs(to(`json=${at("file/gate.json")}`))).rejects.toThrow(/cannot write/);
  });

  it("what can be written is neither made nor changed", async () => {
    writeFileSync(at("old.json"), "old");
    await ensureOutputs(to(`json=${at("old.json")}`, `junit=${at("new.xml")}`, "csv=/dev/stdout"));
    expect(readFileSync(at("old.json"), "utf8")).toBe("old");
    expect(existsSync(at("new.xml"))).toBe(false);
  });
});

describe("a comparison", () => {
  it("is told and written wherever it can be, also where one file cannot", async () => {
    mkdirSync(at("folder.json"));
    const github = new FakeSystem();
    github.env = { GITHUB_ACTIONS: "true", GITHUB_STEP_SUMMARY: at("summary.md") };
    const outputs = to(`json=${at("folder.json")}`, `csv=${at("gate.csv")}`);
    await expect(tellComparison(github, sampleComparison(), outputs)).rejects.toThrow(/folder\.json/);
    expect(github.stdout.text).toContain("REGRESSED");
    expect(github.stderr.text).toMatch(/^::error/);
    expect(readFileSync(at("summary.md"), "utf8")).toContain("### Regressed");
    expect(readFileSync(at("gate.csv"), "utf8")).toContain("latencyP50Ms");
  });

  it("is written through a link, which stays one", async () => {
    writeFileSync(at("target"), "old");
    symlinkSync(at("target"), at("link"));
    await tellComparison(system, sampleComparison(), to(`json=${at("link")}`));
    expect(lstatSync(at("link")).isSymbolicLink()).toBe(true);
    expect(JSON.parse(readFileSync(at("target"), "utf8")).outcome).toBe("regressed");
  });
});
