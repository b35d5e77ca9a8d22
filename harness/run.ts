import { hostClock } from "../core/clock.ts";
import { BenchError } from "../core/errors.ts";
import type { Result, ResultCell } from "../core/result.ts";
import type { Scenario } from "../core/scenario.ts";
import { assembleResult } from "./assemble-result.ts";
import { type Calibrate, type Calibration, calibrate } from "./calibrate.ts";
import { runCell } from "./cell.ts";
import type { Engine } from "./engine.ts";
import { localEngine } from "./engines/local.ts";
import { environment, hostIsBusy } from "./environment.ts";
import { checkLimits } from "./limits.ts";
import { type Plan, planRun } from "./plan.ts";
import { type Progress, RunProgress } from "./progress.ts";
import { resultCell } from "./result-cell.ts";
import { ResultFolder } from "./result-folder.ts";
import { Streams } from "./streams.ts";

export interface RunOptions {
  readonly scenario: Scenario;
  /** Folder for results; the run makes its own folder in it. */
  readonly out: string;
  /** The command that repeats this run, for the result. */
  readonly command: string;
  /** Aborting ends the run early: what was measured is kept and marked `aborted`. */
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
  /** Whether this process has a network namespace to itself: the interface's counters then count for this run. */
  readonly netns?: boolean;
  /** Where the roles run; child processes of this one when absent. */
  readonly engine?: Engine;
  /** Measures the machine before the first cell; the real thing when absent. */
  readonly calibrate?: Calibrate;
}

export interface RunOutcome {
  readonly result: Result;
  /** The run's own folder. */
  readonly folder: string;
}

/**
 * Runs every cell of a scenario and writes the result. An abort ends it early and is not an error: the result
 * says `aborted`. A fault in any process is: the cells before it are written, then it is thrown.
 */
export async function runScenario(options: RunOptions): Promise<RunOutcome> {
  const { scenario, signal } = options;
  checkLimits(scenario.clients, scenario.link !== undefined);
  const startedAt = new Date();
  const folder = new ResultFolder(options.out, scenario.name, startedAt);
  const began = performance.now();
  const streams = new Streams(scenario);
  const cells: ResultCell[] = [];
  let calibration: Calibration | undefined;
  let fault: unknown;
  try {
    const plan = planRun(scenario);
    // As the run finds it, before it does anything itself.
    const hostBusy = hostIsBusy();
    options.onProgress({ type: "planned", plan });
    options.onProgress({ type: "calibrating", remainingMs: plan.estimateMs });
    calibration = await (options.calibrate ?? calibrate)(signal);
    await runCells(options, plan, { hostBusy, streams, folder, cells });
  } catch (error) {
    if (!signal.aborted) fault = error;
  }
  const aborted = signal.aborted || fault !== undefined;
  const result = assembleResult({
    runId: folder.runId,
    command: options.command,
    startedAt,
    durationMs: performance.now() - began,
    aborted,
    fault,
    environment: { ...environment(calibration), ...(options.netns === true ? { netns: true } : {}) },
    scenario,
    streams,
    cells,
  });
  folder.finish(result);
  if (fault !== undefined) throw withKept(fault, cells.length, folder.path);
  return { result, folder: folder.path };
}

/** What a run knows beforehand, and where its cells go. */
interface Course {
  readonly hostBusy: boolean;
  readonly streams: Streams;
  readonly folder: ResultFolder;
  readonly cells: ResultCell[];
}

async function runCells(
  options: RunOptions,
  plan: Plan,
  { hostBusy, streams, folder, cells }: Course,
): Promise<void> {
  const { scenario, signal, onProgress, engine = localEngine } = options;
  const clock = hostClock();
  const progress = new RunProgress(plan, onProgress);
  for (const planned of plan.cells) {
    progress.begin(planned);
    const reports = await runCell({
      scenario,
      cell: planned,
      engine,
      clock,
      signal,
      netns: options.netns,
      onPhase: (phase) => progress.phase(phase),
      onBeat: (connected, delivered) => progress.beat(connected, delivered),
    });
    const cell = resultCell(reports, {
      scenario,
      planned,
      stream: streams.hashOf(planned.entry),
      hostBusy,
      scheduleAgeMs: streams.ageOf(planned.entry),
    });
    folder.append(cell);
    cells.push(cell);
    onProgress({ type: "cell", cell: planned, result: cell });
  }
}

/** The fault, with where to find what was measured before it. */
function withKept(fault: unknown, cells: number, folder: string): unknown {
  if (!(fault instanceof BenchError)) return fault;
  const kept = `${cells === 1 ? "1 cell was" : `${cells} cells were`} measured before it and kept in ${folder}`;
  const hint = fault.hint === undefined || fault.hint === "" ? kept : `${fault.hint}\n${kept}`;
  return new BenchError(fault.code, fault.message, { hint, cause: fault });
}
