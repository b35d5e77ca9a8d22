import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

interface Step {
  readonly id: string;
  readonly if?: string;
  readonly run: string;
  readonly shell: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly "working-directory"?: string;
}

/** A composite action, as far as the runner here knows it. */
export interface Action {
  readonly inputs: Readonly<Record<string, { readonly default?: string }>>;
  readonly outputs: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: { readonly using: "composite"; readonly steps: readonly Step[] };
}

export interface StepReport {
  readonly id: string;
  readonly outcome: "success" | "failure" | "skipped";
  readonly code: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ActionReport {
  readonly steps: readonly StepReport[];
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  /** Of the step that failed last; 0 where none did. */
  readonly code: number;
}

export interface ActionRun {
  readonly inputs: Readonly<Record<string, string>>;
  /** The event as `github.event` has it. */
  readonly event: unknown;
  readonly workspace: string;
  /** Where the runner keeps its files and `RUNNER_TEMP`. */
  readonly scratch: string;
  readonly actionPath: string;
  readonly env?: NodeJS.ProcessEnv;
}

export const readAction = (path: string): Action => parse(readFileSync(path, "utf8")) as Action;

/**
 * Runs an action's steps in order as GitHub's runner does: bash with -eo pipefail, inputs and outputs of earlier
 * steps put into `env` and `working-directory`, fresh GITHUB_OUTPUT, GITHUB_ENV, GITHUB_PATH and
 * GITHUB_STEP_SUMMARY for each step, later steps skipped after a failure unless their condition is `always()`.
 */
export async function runAction(action: Action, run: ActionRun): Promise<ActionReport> {
  const inputs = Object.fromEntries(
    Object.entries(action.inputs).map(([name, input]) => [name, run.inputs[name] ?? input.default ?? ""]),
  );
  const steps: Record<string, { outcome: string; outputs: Record<string, string> }> = {};
  const reports: StepReport[] = [];
  const context = { inputs, steps, github: { event: run.event } };
  const temporary = join(run.scratch, "temp");
  mkdirSync(temporary, { recursive: true });
  let extra: Record<string, string> = {};
  let path = process.env.PATH ?? "";
  let summary = "";
  let code = 0;
  for (const step of action.runs.steps) {
    if (code !== 0 && step.if !== "always()") {
      steps[step.id] = { outcome: "skipped", outputs: {} };
      reports.push({ id: step.id, outcome: "skipped", code: undefined, stdout: "", stderr: "" });
      continue;
    }
    const file = (name: string): string => {
      const place = join(run.scratch, `${step.id}.${name}`);
      writeFileSync(place, "");
      return place;
    };
    const files = {
      GITHUB_OUTPUT: file("output"),
      GITHUB_ENV: file("env"),
      GITHUB_PATH: file("path"),
      GITHUB_STEP_SUMMARY: file("summary"),
    };
    const script = join(run.scratch, `${step.id}.sh`);
    writeFileSync(script, step.run);
    const own = Object.entries(step.env ?? {}).map(([name, value]) => [name, expanded(value, context)]);
    const ended = await bash(
      script,
      join(run.workspace, expanded(step["working-directory"] ?? ".", context)),
      {
        ...run.env,
        ...extra,
        PATH: path,
        GITHUB_ACTIONS: "true",
        CI: "true",
        GITHUB_WORKSPACE: run.workspace,
        GITHUB_ACTION_PATH: run.actionPath,
        RUNNER_TEMP: temporary,
        ...files,
        ...Object.fromEntries(own),
      },
    );
    const outcome = ended.code === 0 ? "success" : "failure";
    steps[step.id] = { outcome, outputs: assignments(readFileSync(files.GITHUB_OUTPUT, "utf8")) };
    extra = { ...extra, ...assignments(readFileSync(files.GITHUB_ENV, "utf8")) };
    const places = readFileSync(files.GITHUB_PATH, "utf8").split("\n").filter(Boolean);
    path = [...places.toReversed(), path].join(":");
    summary += readFileSync(files.GITHUB_STEP_SUMMARY, "utf8");
    if (ended.code !== 0) code = ended.code;
    reports.push({ id: step.id, outcome, ...ended });
  }
  const outputs = Object.entries(action.outputs).map(([name, { value }]) => [name, expanded(value, context)]);
  return { steps: reports, outputs: Object.fromEntries(outputs), summary, code };
}

/** Puts in what `${{ a.b.c }}` names; nothing where there is none, as the runner does. */
export function expanded(text: string, context: unknown): string {
  return text.replace(/\$\{\{ *([\w.-]+) *\}\}/g, (_, path: string) => {
    const value = path
      .split(".")
      .reduce<unknown>((found, key) => (found as Record<string, unknown> | undefined)?.[key], context);
    return value === undefined || value === null ? "" : String(value);
  });
}

/** `name=value` and `name<<end … end`, as the runner's files have them. */
function assignments(text: string): Record<string, string> {
  const found: Record<string, string> = {};
  const lines = text.split("\n");
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at]!;
    const [, name, end] = /^([^=]+?)<<(.+)$/.exec(line) ?? [];
    if (name !== undefined) {
      const last = lines.indexOf(end!, at + 1);
      if (last < 0) throw new Error(`no end of ${name}`);
      found[name] = lines.slice(at + 1, last).join("\n");
      at = last;
    } else if (line.includes("="))
      found[line.slice(0, line.indexOf("="))] = line.slice(line.indexOf("=") + 1);
    else if (line !== "") throw new Error(`not an assignment: ${line}`);
  }
  return found;
}

function bash(
  script: string,
  cwd: string,
  env: NodeJS.ProcessEnv,
): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn("bash", ["--noprofile", "--norc", "-eo", "pipefail", script], {
      cwd,
      env: { HOME: process.env.HOME, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
    });
    child.on("error", reject);
    child.on("close", (code, signal) =>
      resolve({ code: code ?? (signal === null ? 1 : 128), stdout, stderr }),
    );
  });
}
