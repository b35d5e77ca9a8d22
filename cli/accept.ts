import { relative, resolve } from "node:path";
import type { Baseline } from "../core/baseline.ts";
import { BenchError, EXIT } from "../core/errors.ts";
import type { Result } from "../core/result.ts";
import { accept as acceptInto, formatBaseline } from "../harness/gate/baseline.ts";
import { countsHold } from "../harness/gate/usable-cells.ts";
import { visible } from "../reports/gate/index.ts";
import { BASELINES, baselinePath, readBaseline } from "./baseline-file.ts";
import { findConfig } from "./config.ts";
import { writeAtomically } from "./files.ts";
import { wordsOf } from "./gate-settings.ts";
import { findResult } from "./result-file.ts";
import type { System } from "./system.ts";

/** The options of `bench accept`, as commander gives them. */
export interface AcceptOptions {
  readonly metric?: string;
  readonly reason: string;
  readonly baseline?: string;
  readonly config?: string;
}

const LONGEST_REASON = 500;

/** `bench accept`: takes exact and counted metrics of a result into the baseline; returns the exit code. */
export async function accept(system: System, word: string, options: AcceptOptions): Promise<number> {
  const reason = checkedReason(options.reason);
  const { config } = await findConfig(system.cwd, options.config);
  const { result, path: from } = await findResult(system.cwd, word);
  const unusable = result.cells.find((cell) => !countsHold(cell));
  if (result.run.aborted || result.cells.length === 0 || unusable !== undefined) {
    const why =
      unusable === undefined
        ? "the run ended early"
        : `${unusable.id}: ${unusable.verdict.reasons[0]?.message}`;
    system.stderr.write(`error: ${from} cannot become a baseline: ${visible(why)}\nhint: run it again\n`);
    return EXIT.invalid;
  }
  const folder = resolve(system.cwd, config.baselines ?? BASELINES);
  const path =
    options.baseline === undefined
      ? baselinePath(folder, result.scenario.name)
      : resolve(system.cwd, options.baseline);
  const before = await readBaseline(path);
  if (options.baseline === undefined) refuseOthers(before, result, path);
  const { baseline, changes } = acceptInto({
    result,
    baseline: before,
    metrics: options.metric === undefined ? [] : wordsOf(options.metric, "--metric"),
    reason,
    at: new Date(),
  });
  await writeAtomically(path, formatBaseline(baseline));
  const short = relative(system.cwd, path);
  const listed = changes.map((change) => `  ${visible(change)}\n`).join("");
  system.stdout.write(
    `${short.startsWith("..") ? path : short}: ${changes.length === 0 ? "nothing changed" : `${changes.length} changed`}\n${listed}`,
  );
  return EXIT.ok;
}

/** Two scenarios whose names make one file's name: neither may take the other's baseline away. */
function refuseOthers(before: Baseline | undefined, { scenario }: Result, path: string): void {
  if (before === undefined || before.scenario.name === scenario.name) return;
  throw new BenchError("USAGE", `${path} is the baseline of the scenario "${before.scenario.name}"`, {
    hint: "say where this one's is to be: --baseline <file>, also for bench check",
  });
}

/** One line for people: it is committed and shown. */
function checkedReason(text: string): string {
  const reason = text.trim();
  if (reason !== "" && reason.length <= LONGEST_REASON && !/\p{Cc}/u.test(reason)) return reason;
  throw new BenchError("USAGE", `--reason: expected one line of 1 to ${LONGEST_REASON} characters`, {
    hint: "say why the figures changed, such as --reason 'answers carry a trace header now'",
  });
}
