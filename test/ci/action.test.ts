import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { type ActionReport, readAction, runAction } from "./action-runner.ts";
import { githubSchema } from "./github-schema.ts";
import { Repository } from "./repository.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const FILE = join(ROOT, "action.yml");
const text = readFileSync(FILE, "utf8");

describe("action.yml", () => {
  it("is an action by GitHub's own schema, which would find a mistake", async () => {
    const schema = await githubSchema();
    expect(schema.action(text)).toEqual([]);
    expect(schema.action(text.replace("using: composite", "using: compost"))).not.toEqual([]);
    expect(schema.action(text.replace("shell: bash", "shel: bash"))).not.toEqual([]);
  });

  it("puts nothing from outside into the text of a shell", () => {
    const { steps } = readAction(FILE).runs;
    expect(steps.length).toBeGreaterThan(3);
    for (const { run, shell } of steps) {
      expect(run).not.toContain("${{");
      expect(shell).toBe("bash");
    }
  });

  it("says of each input and output what it is", () => {
    const { inputs, outputs } = parse(text);
    for (const [name, { description }] of Object.entries<{ description: string }>({
      ...inputs,
      ...outputs,
    })) {
      expect.soft(description, name).toMatch(/\w{3}/);
    }
  });
});

describe("the action's steps, in order", () => {
  let scratch: string;
  let repository: Repository;
  let base: string;

  beforeEach(() => {
    scratch = mkdtempSync(join(tmpdir(), "action-"));
    repository = new Repository(join(scratch, "work tree"));
    base = repository.commit("base", {
      "server.js": "1",
      ".gitignore": "node_modules/\n",
      ".bench/baselines/gate.json": "{}",
    });
    repository.git("checkout", "--quiet", "-b", "change");
    repository.commit("head", { "server.js": "2" });
    const bin = join(repository.folder, "node_modules/.bin");
    mkdirSync(bin, { recursive: true });
    copyFileSync(join(import.meta.dirname, "stub-bench.mjs"), join(bin, "bench"));
    chmodSync(join(bin, "bench"), 0o755);
  });

  afterEach(() => rmSync(scratch, { recursive: true, force: true }));

  interface Told {
    readonly inputs?: Readonly<Record<string, string>>;
    readonly event?: unknown;
    readonly stub?: unknown;
  }

  const run = ({ inputs = {}, event = { pull_request: { base: { sha: base } } }, stub = {} }: Told) =>
    runAction(readAction(FILE), {
      inputs: { install: "", scenario: "gate", ...inputs },
      event,
      workspace: repository.folder,
      scratch,
      actionPath: ROOT,
      env: { STUB_BENCH: JSON.stringify(stub), STUB_LOG: join(scratch, "calls.ndjson") },
    });
  const calls = (): readonly { args: readonly string[]; cwd: string }[] => {
    const log = join(scratch, "calls.ndjson");
    if (!existsSync(log)) return [];
    return readFileSync(log, "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
  };
  const outcomes = ({ steps }: ActionReport) => steps.map(({ id, outcome }) => `${id} ${outcome}`);

  it("check the baseline, compare with the pull request's base, and end well", async () => {
    const report = await run({});
    expect(outcomes(report)).toEqual([
      "prepare success",
      "install success",
      "check success",
      "ab success",
      "conclude success",
    ]);
    const { results } = report.outputs;
    expect(results).toMatch(new RegExp(`^${scratch}/temp/polls-apart/gate-\\w+$`));
    expect(calls().map(({ args }) => args)).toEqual([
      ["run", "gate", "--out", `${results}/run`],
      [
        ...["check", `${results}/run/latest`, "--optional"],
        ...["--output", `json=${results}/check.json`, "--output", `junit=${results}/check.junit.xml`],
        ...["--output", `markdown=${results}/check.md`],
      ],
      [
        ...["ab", "gate", `--base=${base}`, "--out", `${results}/ab`],
        ...["--output", `json=${results}/ab.json`, "--output", `junit=${results}/ab.junit.xml`],
        ...["--output", `markdown=${results}/ab.md`],
      ],
    ]);
    expect(report.summary).toBe("### check: ok\n### ab: ok\n");
    expect(report.outputs).toEqual({
      "exit-code": "0",
      outcome: "ok",
      results,
      "check-json": `${results}/check.json`,
      "check-junit": `${results}/check.junit.xml`,
      "ab-json": `${results}/ab.json`,
      "ab-junit": `${results}/ab.junit.xml`,
    });
  });

  it.each([
    // The comparison still runs after a check that failed, and the code comes back last.
    [{ check: { code: 99, outcome: "regressed" } }, 99, "regressed"],
    [{ ab: { code: 99, outcome: "regressed" } }, 99, "regressed"],
    // An invalid measurement is graver than a regression that it shows.
    [{ check: { code: 99, outcome: "regressed" }, ab: { code: 98, outcome: "invalid" } }, 98, "invalid"],
    [{ ab: { code: 97, outcome: "inconclusive" } }, 97, "inconclusive"],
    [{ ab: { code: 0, outcome: "inconclusive" } }, 0, "inconclusive"],
    // A base that does not build.
    [{ ab: { code: 2, writes: false } }, 2, "failed"],
    [{ ab: { code: 130, writes: false } }, 130, "failed"],
    // A code that bench does not have, such as the kernel's for a process that ran out of memory.
    [{ ab: { code: 137, writes: false } }, 137, "failed"],
    // A scenario that is wrong never gets as far as the check.
    [{ run: { code: 2 } }, 2, "failed"],
    // What a run finds by itself is told by the check.
    [{ run: { code: 99 } }, 0, "ok"],
  ])("of %j end with %i after the summary, outcome %s", async (stub, code, outcome) => {
    const report = await run({ stub });
    expect(report.code).toBe(code);
    expect(report.outputs).toMatchObject({ "exit-code": String(code), outcome });
    expect(outcomes(report)[3]).toBe("ab success");
    expect(report.summary).not.toBe("");
  });

  it("pass every input on as one argument, whatever is in it", async () => {
    const nasty = `$(touch pwned) \`touch pwned\`; touch pwned & "x" 'y' * \\`;
    await run({
      inputs: {
        scenario: nasty,
        base: nasty,
        head: nasty,
        build: nasty,
        transport: nasty,
        baseline: nasty,
        check: "true",
        strict: "true",
        args: `--pairs=6\n${nasty}\n\n--budget=1m`,
      },
    });
    const [, check, ab] = calls().map(({ args }) => args);
    expect(check).toEqual(expect.arrayContaining([`--baseline=${nasty}`, "--strict"]));
    expect(ab?.slice(0, 9)).toEqual([
      "ab",
      nasty,
      `--base=${nasty}`,
      `--head=${nasty}`,
      `--build=${nasty}`,
      `--transport=${nasty}`,
      "--strict",
      "--pairs=6",
      nasty,
    ]);
    expect(ab?.[9]).toBe("--budget=1m");
    expect(existsSync(join(repository.folder, "pwned"))).toBe(false);
  });

  it("refuse a scenario that would be an option", async () => {
    const report = await run({ inputs: { scenario: "--help" } });
    expect(report.code).toBe(2);
    expect(outcomes(report).slice(1, 4)).toEqual(["install skipped", "check skipped", "ab skipped"]);
    expect(report.outputs).toMatchObject({ "exit-code": "2", outcome: "failed" });
  });

  it("take the commit before a push, and the parent of a new branch", async () => {
    await run({ event: { before: base }, inputs: { check: "false" } });
    await run({ event: { before: "0".repeat(40) }, inputs: { check: "false" } });
    expect(calls().map(({ args }) => args[2])).toEqual([`--base=${base}`, `--base=${base}`]);
  });

  it("compare with where the histories part, not with what the target has got since", async () => {
    repository.git("checkout", "--quiet", "main");
    const later = repository.commit("later on main", { "other.js": "3" });
    repository.git("checkout", "--quiet", "change");
    await run({ event: { pull_request: { base: { sha: later } } }, inputs: { check: "false" } });
    expect(calls()[0]?.args[2]).toBe(`--base=${base}`);
  });

  it("say what is missing where the checkout does not have the base", async () => {
    const report = await run({ event: { pull_request: { base: { sha: "1".repeat(40) } } } });
    expect(report.code).toBe(2);
    expect(report.steps[0]?.stdout).toContain("give actions/checkout fetch-depth: 0");
    expect(calls()).toEqual([]);
  });

  it("check only where there is a baseline, unless told to", async () => {
    rmSync(join(repository.folder, ".bench"), { recursive: true });
    await run({});
    expect(calls().map(({ args }) => args[0])).toEqual(["ab"]);
    await run({ inputs: { check: "true", ab: "false" } });
    expect(calls().map(({ args }) => args[0])).toEqual(["ab", "run", "check"]);
    expect(calls()[2]?.args).not.toContain("--optional");
  });

  it("leave to bench where baselines are that a project keeps elsewhere", async () => {
    rmSync(join(repository.folder, ".bench"), { recursive: true });
    writeFileSync(join(repository.folder, "bench.config.json"), "{}");
    const report = await run({ inputs: { scenario: "" } });
    expect(report.code).toBe(0);
    const [asked, first, check, ab] = calls().map(({ args }) => args);
    expect(asked).toEqual(["run", "--dry-run"]);
    expect(first?.slice(0, 2)).toEqual(["run", "--out"]);
    expect(check).toContain("--optional");
    expect(ab?.[1]).toMatch(/^--base=/);
  });

  it("run gate where nobody names a scenario", async () => {
    const report = await run({ inputs: { scenario: "" }, stub: { "run --dry-run": { code: 2 } } });
    expect(report.code).toBe(0);
    expect(calls()[1]?.args.slice(0, 2)).toEqual(["run", "gate"]);
  });

  it("fail where nothing was compared", async () => {
    rmSync(join(repository.folder, ".bench"), { recursive: true });
    const report = await run({ inputs: { ab: "false" } });
    expect(report.code).toBe(2);
    expect(report.outputs).toMatchObject({ "exit-code": "2", outcome: "failed" });
    expect(report.summary).toContain("The gate compared nothing (exit code 2)");
  });

  it("build the checkout where it is the head, as the base is built", async () => {
    const built = join(repository.folder, "built");
    await run({ inputs: { build: "touch built", head: "HEAD" } });
    expect(existsSync(built)).toBe(false);
    await run({ inputs: { build: "touch built" } });
    expect(existsSync(built)).toBe(true);
    const scripts = { build: "node -e \"fs.writeFileSync('by-npm', '')\"" };
    writeFileSync(join(repository.folder, "package.json"), JSON.stringify({ scripts }));
    await run({});
    expect(existsSync(join(repository.folder, "by-npm"))).toBe(true);
    const failing = await run({ inputs: { build: "false" } });
    expect(failing.code).toBe(2);
  });

  it("work in a folder of the checkout", async () => {
    mkdirSync(join(repository.folder, "packages/server"), { recursive: true });
    const report = await run({
      inputs: { "working-directory": "packages/server", install: "ln -s ../../node_modules node_modules" },
    });
    expect(report.code).toBe(0);
    expect(calls()[0]?.cwd).toBe(join(repository.folder, "packages/server"));
  });

  it("stop at an install that fails", async () => {
    const report = await run({ inputs: { install: "false | cat" } });
    expect(report.code).toBe(2);
    expect(calls()).toEqual([]);
  });
});
