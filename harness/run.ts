import { hostClock } from "../core/clock.ts";
import { BenchError } from "../core/errors.ts";
import type { Result, ResultCell } from "../core/result.ts";
import type { Scenario } from "../core/scenario.ts";
import { assembleResult } from "./assemble-result.ts";
import { runCell } from "./cell.ts";
import type { Engine } from "./engine.ts";
import { localEngine } from "./engines/local.ts";
import { environment, hostIsBusy } from "./environment.ts";
import { checkLimits } from "./limits.ts";
import { planRun } from "./plan.ts";
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
  let fault: unknown;
  try {
    await runCells(options, streams, folder, cells);
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
    environment: { ...environment(), ...(options.netns === true ? { netns: true } : {}) },
    scenario,
    streams,
    cells,
  });
  folder.finish(result);
  if (fault !== undefined) throw withKept(fault, cells.length, folder.path);
  return { result, folder: folder.path };
}

async function runCells(
  options: RunOptions,
  streams: Streams,
  folder: ResultFolder,
  cells: ResultCell[],
): Promise<void> {
  const { scenario, signal, onProgress, engine = localEngine } = options;
  const clock = hostClock();
  const plan = planRun(scenario);
  const hostBusy = hostIsBusy();
  onProgress({ type: "planned", plan });
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
