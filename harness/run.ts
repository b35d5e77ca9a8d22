import type { Result } from "../core/result.ts";
import type { Scenario } from "../core/scenario.ts";
import type { Progress } from "./progress.ts";

export interface RunOptions {
  readonly scenario: Scenario;
  /** Folder for results; the run makes its own folder in it. */
  readonly out: string;
  /** The command that repeats this run, for the result. */
  readonly command: string;
  /** Aborting ends the run early: what was measured is kept and marked `aborted`. */
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
}

export interface RunOutcome {
  readonly result: Result;
  /** The run's own folder. */
  readonly folder: string;
}

/** Runs every cell of a scenario and writes the result. */
export async function runScenario(_options: RunOptions): Promise<RunOutcome> {
  throw new Error("not built yet");
}
