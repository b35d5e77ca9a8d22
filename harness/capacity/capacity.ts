import { availableParallelism } from "node:os";
import { type Clock, hostClock } from "../../core/clock.ts";
import { BenchError } from "../../core/errors.ts";
import type { Result } from "../../core/result.ts";
import type { Scenario, TransportEntry } from "../../core/scenario.ts";
import type { Milliseconds } from "../../core/units.ts";
import { type Calibrate, type Calibration, calibrate } from "../calibrate.ts";
import { runCell } from "../cell.ts";
import type { Engine } from "../engine.ts";
import { localEngine } from "../engines/local.ts";
import { hostIsBusy } from "../environment.ts";
import { checkLimits } from "../limits.ts";
import { type PlannedCell, planRun } from "../plan.ts";
import { resultCell } from "../result-cell.ts";
import { ResultFolder } from "../result-folder.ts";
import { ceilingOf } from "./ceiling.ts";
import { type Ending, endingOf, interruptedEnding, trialsOf } from "./ending.ts";
import type { Objective } from "./objective.ts";
import type { CapacityProgress } from "./progress.ts";
import { sweepResult } from "./result.ts";
import { type Saturation, saturable, saturate } from "./saturate.ts";
import { type Bounds, type Decision, decide, type TryReason } from "./search.ts";
import { measured, type Step } from "./step.ts";
import { type By, Sweep } from "./sweep.ts";

export interface CapacityOptions {
  /** Its stream, headers and phases hold for every step; its clients where the rate grows. */
  readonly scenario: Scenario;
  readonly entry: TransportEntry;
  readonly by: By;
  /** The highest point to ask for. */
  readonly max: number;
  readonly objective: Objective;
  /** Folder for results; the search makes its own folder in it. */
  readonly out: string;
  /** The command that repeats this, for the result. */
  readonly command: string;
  /** Aborting ends the search early: what was found so far is kept and marked `aborted`. */
  readonly signal: AbortSignal;
  readonly onProgress: (progress: CapacityProgress) => void;
  /** Where the roles run; child processes of this one when absent. */
  readonly engine?: Engine;
  /** Measures the machine before the first step; the real thing when absent. */
  readonly calibrate?: Calibrate;
}

export interface Capacity {
  readonly ending: Ending;
  readonly steps: readonly Step[];
  /** What the endpoint answered when it was asked as fast as it could; empty where there is none to ask. */
  readonly saturations: readonly Saturation[];
  readonly result: Result;
  /** The search's own folder. */
  readonly folder: string;
}

/** Steps, repeats included, after which a search ends. */
export const MAX_TRIALS = 30;
/** What a step of few clients takes besides its window: with it, the cap is 5 minutes for steps of 2 s. */
const AROUND_MS: Milliseconds = 8000;
/** A step with this many samples expected has the thousand that a p99 needs. */
const START_SAMPLES = 1250;
/** The smallest point there is: one client, or one event per second. */
export const MIN_POINT = 1;

/** After this, no step is begun. */
export const timeCap = ({ phases }: Scenario): Milliseconds => MAX_TRIALS * (phases.measureMs + AROUND_MS);

/**
 * Searches for the highest point that keeps the objective, each step a cell with fresh processes; before that,
 * saturates the endpoint where it is one that can be asked. Writes the result. A fault that is no answer is
 * thrown after what was measured before it is written.
 */
export async function findCapacity(options: CapacityOptions): Promise<Capacity> {
  const { scenario, entry, by, objective, signal } = options;
  if (by === "rate") checkLimits(scenario.clients);
  const ceiling = by === "clients" ? ceilingOf(options.max) : undefined;
  const max = ceiling?.clients ?? options.max;
  const bounds: Bounds = {
    start: startOf(scenario, by, max),
    min: MIN_POINT,
    max,
    maxTrials: MAX_TRIALS,
  };
  const startedAt = new Date();
  const search = new CapacitySearch(
    options,
    new ResultFolder(options.out, `capacity-${entry.id}`, startedAt),
  );
  const began = performance.now();
  options.onProgress({ type: "begun", atMostMs: timeCap(scenario), maxTrials: MAX_TRIALS });
  let decision: Decision | undefined;
  let fault: unknown;
  try {
    await search.calibrate();
    await search.saturate();
    decision = await search.run(bounds, began + timeCap(scenario));
  } catch (error) {
    if (!signal.aborted) fault = error;
  }
  const result = search.finish({ startedAt, began, aborted: signal.aborted || fault !== undefined, fault });
  if (fault !== undefined) throw fault;
  const { steps, saturations, folder } = search;
  const ending = signal.aborted
    ? interruptedEnding(steps)
    : endingOf(decision, steps, {
        objective,
        by,
        cores: availableParallelism(),
        ...(ceiling === undefined ? {} : { ceiling }),
        maxTrials: MAX_TRIALS,
        capMs: timeCap(scenario),
      });
  return { ending, steps, saturations, result, folder: folder.path };
}

/** The round number whose step has samples enough for a p99, or the maximum where that is lower. */
export function startOf(scenario: Scenario, by: By, max: number): number {
  const seconds = scenario.phases.measureMs / 1000;
  const other = by === "clients" ? scenario.stream.rate : scenario.clients;
  const needed = START_SAMPLES / (seconds * other);
  const unit = 10 ** Math.floor(Math.log10(needed));
  const start = [1, 2, 5, 10].map((digit) => digit * unit).find((point) => point >= needed) ?? needed;
  return Math.max(MIN_POINT, Math.min(max, Math.round(start)));
}

/** The steps of one search, and what they left. */
class CapacitySearch {
  readonly steps: Step[] = [];
  readonly saturations: Saturation[] = [];
  readonly folder: ResultFolder;
  readonly #options: CapacityOptions;
  readonly #engine: Engine;
  readonly #clock: Clock = hostClock();
  readonly #sweep: Sweep;
  readonly #hostBusy = hostIsBusy();
  #calibration: Calibration | undefined;

  constructor(options: CapacityOptions, folder: ResultFolder) {
    this.#options = options;
    this.#engine = options.engine ?? localEngine;
    this.#sweep = new Sweep(options.scenario, options.entry, options.by);
    this.folder = folder;
  }

  async calibrate(): Promise<void> {
    const { signal, onProgress, calibrate: measure = calibrate } = this.#options;
    onProgress({ type: "calibrating" });
    this.#calibration = await measure(signal);
  }

  async saturate(): Promise<void> {
    const { scenario, entry, signal, onProgress } = this.#options;
    for (const answers of saturable(entry)) {
      onProgress({ type: "saturating", answers });
      const saturation = await saturate({
        scenario,
        entry,
        answers,
        engine: this.#engine,
        clock: this.#clock,
        signal,
      });
      this.saturations.push(saturation);
      onProgress({ type: "saturated", saturation });
    }
  }

  /** Steps until the search has its answer; `undefined` when the time is up before. */
  async run(bounds: Bounds, until: number): Promise<Decision | undefined> {
    const { onProgress } = this.#options;
    for (;;) {
      const decision = decide(trialsOf(this.steps), bounds);
      if (decision.type === "done") return decision;
      if (performance.now() >= until) return undefined;
      const { point, why } = decision;
      const trial = this.steps.length + 1;
      onProgress({ type: "trying", trial, point, why });
      const step = await this.#step(point, why);
      this.steps.push(step);
      onProgress({ type: "step", trial, step });
    }
  }

  /** Writes the result of what was measured. */
  finish(run: { startedAt: Date; began: number; aborted: boolean; fault: unknown }): Result {
    const { scenario, entry, by, command } = this.#options;
    const result = sweepResult({
      scenario: {
        ...scenario,
        name: `capacity of ${entry.id}`,
        description: `Steps of a search by ${by} on the scenario ${scenario.name}: those that failed are among them.`,
        transports: [entry],
        repeat: 1,
        thresholds: [],
      },
      runId: this.folder.runId,
      command,
      calibration: this.#calibration,
      startedAt: run.startedAt,
      durationMs: performance.now() - run.began,
      aborted: run.aborted,
      fault: run.fault,
      streams: this.#sweep.streams,
      cells: this.steps.flatMap(({ outcome }) => (outcome.type === "measured" ? [outcome.cell] : [])),
    });
    this.folder.finish(result);
    return result;
  }

  async #step(point: number, why: TryReason): Promise<Step> {
    const { entry, by, objective, signal, onProgress } = this.#options;
    const { scenario, stream } = this.#sweep.at(point);
    const planned: PlannedCell = {
      entry,
      block: this.steps.filter((step) => step.point === point).length + 1,
      order: this.steps.length + 1,
      estimateMs: planRun(scenario).cells[0]!.estimateMs,
    };
    try {
      const reports = await runCell({
        scenario,
        cell: planned,
        engine: this.#engine,
        clock: this.#clock,
        signal,
        onPhase: (phase) => onProgress({ type: "phase", phase }),
        onBeat: (connected, delivered) => onProgress({ type: "beat", connected, delivered }),
      });
      const judged = resultCell(reports, { scenario, planned, stream, hostBusy: this.#hostBusy });
      const cell = { ...judged, point: { [by]: point } };
      this.folder.append(cell);
      return { point, why, outcome: measured(reports, cell, scenario, objective) };
    } catch (error) {
      // A process that died or hung under the load is an answer, too.
      if (signal.aborted || !(error instanceof BenchError) || !error.code.startsWith("ROLE_")) throw error;
      return { point, why, outcome: { type: "failed", error } };
    }
  }
}
