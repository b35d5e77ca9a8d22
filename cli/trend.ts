import { appendFile } from "node:fs/promises";
import { resolve } from "node:path";
import { BenchError } from "../core/errors.ts";
import { METRICS } from "../core/metrics.ts";
import { trends } from "../harness/gate/trend/trend.ts";
import {
  appendHistory,
  type History,
  historyLines,
  readHistory,
} from "../harness/gate/trend/trend-history.ts";
import { visible } from "../reports/gate/index.ts";
import { renderTrend, renderTrendMarkdown, type TrendReport } from "../reports/gate/trend.ts";
import { reasonOf } from "./files.ts";
import { findResult } from "./result-file.ts";
import { lively, type System } from "./system.ts";

/** The options of `bench trend`, as commander gives them. */
export interface TrendOptions {
  readonly add?: string;
  readonly commit?: string;
  readonly json?: boolean;
  readonly color: boolean;
}

/** `bench trend`: adds a result to a history, and shows where the levels of its metrics changed. It fails nothing. */
export async function trend(system: System, word: string, options: TrendOptions): Promise<number> {
  const file = resolve(system.cwd, word);
  const before = await read(file);
  if (options.add !== undefined) await add(system, file, before, options.add, options.commit);
  const { lines, damaged } = options.add === undefined ? before : await read(file);
  if (lines.length === 0) {
    throw new BenchError("RESULT_INVALID", `there is no run in the history ${file}`, {
      hint: "add one: bench trend history.ndjson --add bench-results/latest",
    });
  }
  const report: TrendReport = {
    damaged,
    metrics: trends(lines).map(({ values, ...one }) => ({
      ...one,
      unit: METRICS[one.metric].unit,
      runs: values.length,
    })),
  };
  await tell(system, report, options);
  return 0;
}

async function add(
  { cwd, env, stderr }: System,
  file: string,
  { lines: there }: History,
  word: string,
  commit = env.GITHUB_SHA ?? env.CI_COMMIT_SHA ?? "unknown",
): Promise<void> {
  const { result } = await findResult(cwd, word);
  const lines = historyLines(result, commit);
  const known = there.some(
    ({ at, scenario }) => at === result.run.startedAt && scenario === result.scenario.name,
  );
  const why = known
    ? "it is in the history already"
    : result.run.aborted
      ? "it ended early"
      : "nothing in it is valid";
  if (known || lines.length === 0) {
    stderr.write(`${visible(result.run.id)} was not added: ${why}\n`);
    return;
  }
  try {
    appendHistory(file, lines);
  } catch (cause) {
    throw unwritable(file, cause);
  }
}

async function tell(system: System, report: TrendReport, options: TrendOptions): Promise<void> {
  const { stdout, env } = system;
  stdout.write(
    options.json === true
      ? `${JSON.stringify(report, null, 2)}\n`
      : renderTrend(report, { columns: stdout.columns, colour: lively(system, stdout, options.color) }),
  );
  const summary = env.GITHUB_ACTIONS === "true" ? env.GITHUB_STEP_SUMMARY : undefined;
  if (summary === undefined || summary === "") return;
  await appendFile(summary, renderTrendMarkdown(report)).catch((cause: unknown) => {
    throw unwritable(summary, cause);
  });
}

async function read(file: string): Promise<History> {
  try {
    return await readHistory(file);
  } catch (cause) {
    if (cause instanceof BenchError) throw cause;
    throw new BenchError("RESULT_INVALID", `cannot read the history ${file}: ${reasonOf(cause)}`, {
      hint: "give the file that bench trend --add writes",
      cause,
    });
  }
}

const unwritable = (path: string, cause: unknown): BenchError =>
  new BenchError("OUT_UNWRITABLE", `cannot write ${path}: ${reasonOf(cause)}`, {
    hint: "give a file in a folder that can be written",
    cause,
  });
