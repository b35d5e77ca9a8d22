import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { EXIT } from "../../core/errors.ts";
import { OUTPUT_FORMATS } from "../../reports/gate/index.ts";
import { bench } from "../cli/bench.ts";
import { readAction } from "./action-runner.ts";
import { type GithubSchema, githubSchema } from "./github-schema.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const text = readFileSync(resolve(ROOT, "docs/CI.md"), "utf8");
const blocks = [...text.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(([, kind = "", body = ""]) => ({
  kind,
  body,
}));
const files = blocks
  .filter(({ kind }) => kind === "yaml")
  .map(({ body }) => ({ name: /^# (\S+)\n/.exec(body)?.[1] ?? "", body }));
const workflows = files.filter(({ name }) => name.startsWith(".github/workflows/"));

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, string>>;
}
const stepsOf = (body: string): readonly Step[] =>
  Object.values<{ steps: Step[] }>(parse(body).jobs).flatMap(({ steps }) => steps);

/** Every `bench …` that a reader would copy: in scripts, in consoles. */
const commands = blocks
  .filter(({ kind }) => ["yaml", "console"].includes(kind))
  .flatMap(({ body }) => [...body.matchAll(/npx bench (.+)$/gm)].map(([, args = ""]) => args));

describe("the workflows of docs/CI.md", () => {
  let schema: GithubSchema;
  beforeAll(async () => {
    schema = await githubSchema();
  });

  it("are those of the gate and the trend", () => {
    expect(files.map(({ name }) => name)).toEqual([
      ".github/workflows/gate.yml",
      ".github/workflows/gate-by-hand.yml",
      ".gitlab-ci.yml",
      ".github/workflows/trend.yml",
    ]);
  });

  it.each(workflows)("$name is a workflow by GitHub's own schema", ({ body }) => {
    expect(schema.workflow(body)).toEqual([]);
    expect(schema.workflow(body.replace("runs-on:", "run-on:"))).not.toEqual([]);
  });

  it.each(workflows)("$name may read and nothing else, and ends", ({ body }) => {
    const { permissions, jobs } = parse(body);
    expect(permissions).toEqual({ contents: "read" });
    for (const job of Object.values<Record<string, unknown>>(jobs)) expect(job["timeout-minutes"]).toBe(20);
  });

  it.each(workflows)("$name puts nothing from outside into a script", ({ body }) => {
    for (const { run = "" } of stepsOf(body)) expect(run).not.toContain("${{");
  });

  it("give the action only inputs that it has", () => {
    const used = workflows
      .flatMap(({ body }) => stepsOf(body))
      .filter(({ uses }) => uses?.includes("polls-apart@"));
    expect(used).toHaveLength(1);
    const { inputs } = readAction(resolve(ROOT, "action.yml"));
    const named = [...text.matchAll(/^\| `([\w-]+)(?:: .*)?` +\|.*\|$/gm)]
      .map(([, name = ""]) => name)
      .filter((name) => Object.hasOwn(inputs, name));
    expect(Object.keys(inputs)).toEqual(expect.arrayContaining(Object.keys(used[0]!.with ?? {})));
    expect(named).toEqual(["scenario", "transport", "build", "strict", "args", "ab"]);
  });

  it("of the nightly job never fail anybody's build", () => {
    const github = parse(workflows.find(({ name }) => name.endsWith("trend.yml"))!.body);
    expect(github.jobs.trend["continue-on-error"]).toBe(true);
    expect(Object.keys(github.on)).not.toContain("pull_request");
    expect(parse(files.find(({ name }) => name === ".gitlab-ci.yml")!.body).trend.allow_failure).toBe(true);
  });

  it("for GitLab have what its jobs need: a script, and reports that the script writes", () => {
    const { gate, trend } = parse(files.find(({ name }) => name === ".gitlab-ci.yml")!.body);
    for (const job of [gate, trend]) {
      expect(job.script.every((line: unknown) => typeof line === "string")).toBe(true);
      expect(job.rules[0].if).toMatch(/^\$CI_/);
    }
    const script = gate.script.join("\n");
    for (const report of gate.artifacts.reports.junit) expect(script).toContain(`--output junit=${report}`);
  });
});

describe("the commands of docs/CI.md", () => {
  it("are there", () => {
    expect(commands.length).toBeGreaterThan(10);
  });

  it.each([...new Set(commands)])("bench %s has the options shown", async (line) => {
    const [command = "", ...args] = line.split(" ");
    const { code, stdout } = await bench([command, "--help"]);
    expect(code).toBe(0);
    for (const option of args.filter((arg) => arg.startsWith("--"))) expect(stdout).toContain(option);
    for (const [, format = ""] of line.matchAll(/--output (\w+)=/g))
      expect(OUTPUT_FORMATS).toHaveProperty(format);
  });

  it("name every exit code", () => {
    const table = text.slice(text.indexOf("## How to read"), text.indexOf("### When it says"));
    for (const code of Object.values(EXIT)) expect.soft(table).toMatch(new RegExp(`\\b${code}\\b`));
  });
});
