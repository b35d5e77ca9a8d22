import type { Result, ResultCell } from "../../core/result.ts";
import type { Milliseconds } from "../../core/units.ts";
import { type Calibrate, calibrate } from "../calibrate.ts";
import { hostIsBusy } from "../environment.ts";
import { ResultFolder } from "../result-folder.ts";
import type { RunOutcome } from "../run.ts";
import { MICRO_CASES } from "./index.ts";
import { checkSides, measureSides } from "./measure.ts";
import type { MicroName } from "./names.ts";
import { microCells, microResult, microScenario } from "./result.ts";
import { type Stopwatch, tinybenchStopwatch } from "./stopwatch.ts";

export interface MicroOptions {
  /** What to measure, in this order. */
  readonly names: readonly MicroName[];
  /** How long to measure each case, both sides together. */
  readonly span: Milliseconds;
  /** Folder for results; the run makes its own folder in it. */
  readonly out: string;
  /** The command that repeats this run, for the result. */
  readonly command: string;
  /** The options that the command line set. */
  readonly overrides: readonly string[];
  /** Aborting ends the run early: what was measured is kept and marked `aborted`. */
  readonly signal: AbortSignal;
  /** A case begins; `place` counts from 1. */
  readonly onCase: (name: MicroName, place: number) => void;
  /** tinybench when absent. */
  readonly stopwatch?: Stopwatch;
  /** Begins with this second of the machine's; the real thing when absent. */
  readonly calibrate?: Calibrate;
}

/**
 * Runs micro-benchmarks and writes the result. Every case is checked against its reference before any is
 * measured; throws where one differs. An abort is not an error: the result says `aborted`.
 */
export async function runMicro(options: MicroOptions): Promise<RunOutcome> {
  const { names, span, signal, stopwatch = tinybenchStopwatch } = options;
  const measureMachine = options.calibrate ?? calibrate;
  const startedAt = new Date();
  const began = performance.now();
  const scenario = microScenario(names, span, options.overrides);
  const prepared = await Promise.all(
    names.map(async (name) => ({ name, sides: await MICRO_CASES[name].create() })),
  );
  for (const { name, sides } of prepared) checkSides(name, sides);

  const warnings = hostIsBusy()
    ? [{ code: "HOST_BUSY", message: "the machine was busy with something else when the run began" }]
    : [];
  const calibration = await measureMachine(signal).catch(whenInterrupted(signal));
  const folder = new ResultFolder(options.out, scenario.name, startedAt);
  const cells: ResultCell[] = [];
  for (const [index, { name, sides }] of prepared.entries()) {
    if (signal.aborted) break;
    options.onCase(name, index + 1);
    const rounds = await measureSides(name, sides, { span, stopwatch, signal });
    for (const cell of microCells(name, rounds, { firstOrder: cells.length + 1, warnings })) {
      folder.append(cell);
      cells.push(cell);
    }
  }
  const run: Result["run"] = {
    id: folder.runId,
    command: options.command,
    startedAt: startedAt.toISOString(),
    durationMs: Math.round(performance.now() - began),
    aborted: signal.aborted,
  };
  const result = microResult(run, scenario, cells, calibration);
  folder.finish(result);
  return { result, folder: folder.path };
}

/** An interruption is not an error: what was measured until then counts. */
const whenInterrupted =
  (signal: AbortSignal) =>
  (error: unknown): undefined => {
    if (!signal.aborted) throw error;
  };
