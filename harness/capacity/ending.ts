import type { Milliseconds } from "../../core/units.ts";
import type { Ceiling } from "./ceiling.ts";
import type { Objective } from "./objective.ts";
import { type Decision, highestHeld, lowestFailed, type Trial } from "./search.ts";
import { held, type Step } from "./step.ts";
import { nameStop, type Stop } from "./stop.ts";
import type { By } from "./sweep.ts";

/** How a search ended. */
export type Ending =
  | {
      readonly type: "found";
      readonly point: number;
      readonly stop: Stop;
      /** The lowest point that failed; absent where none did. */
      readonly failed?: number;
    }
  /** Not even the smallest point that was tried kept the objective. */
  | { readonly type: "none"; readonly point: number; readonly stop: Stop; readonly valid: boolean }
  /** Interrupted; the highest point that had held until then, where there was one. */
  | { readonly type: "interrupted"; readonly point?: number };

export interface Circumstances {
  readonly objective: Objective;
  readonly by: By;
  readonly cores: number;
  /** What this machine's limits allow; absent where clients do not grow. */
  readonly ceiling?: Ceiling;
  readonly maxTrials: number;
  readonly capMs: Milliseconds;
}

/** The steps as the search sees them. */
export const trialsOf = (steps: readonly Step[]): Trial[] =>
  steps.map((step) => ({ point: step.point, held: held(step) }));

/**
 * What a search found, and what stopped it.
 *
 * @param decision how the search itself ended; `undefined` when its time was up
 */
export function endingOf(
  decision: Decision | undefined,
  steps: readonly Step[],
  circumstances: Circumstances,
): Ending {
  const { objective, cores } = circumstances;
  const trials = trialsOf(steps);
  const found = highestHeld(trials);
  const failed = lowestFailed(trials);
  const failures = steps.filter((step) => step.point === failed && !held(step)).toReversed();
  // Where a trial failed with a valid verdict, that is what the server did; another's own limits explain nothing.
  const failure = failures.find(isValid) ?? failures[0];
  const named = failure === undefined ? undefined : nameStop(failure, objective, cores);
  if (found === undefined) {
    const smallest = Math.min(...steps.map(({ point }) => point));
    const valid = steps.some((step) => step.point === smallest && isValid(step));
    return { type: "none", point: smallest, stop: named ?? outOfTime(circumstances), valid };
  }
  const ended = decision?.type === "done" ? decision.ended : "time";
  const above = failed === undefined ? {} : { failed };
  if (ended === "max") return { type: "found", point: found, stop: ofMaximum(circumstances) };
  const stop = ended === "narrowed" && named !== undefined ? named : outOfTime(circumstances);
  return { type: "found", point: found, stop, ...above };
}

const isValid = ({ outcome }: Step): boolean =>
  outcome.type === "measured" && outcome.cell.verdict.status === "valid";

/** How a search ended that was interrupted. */
export function interruptedEnding(steps: readonly Step[]): Ending {
  const point = highestHeld(trialsOf(steps));
  return { type: "interrupted", ...(point === undefined ? {} : { point }) };
}

function ofMaximum({ by, ceiling }: Circumstances): Stop {
  if (ceiling?.lacks === undefined) return { kind: "max", message: `it is the given maximum (--max-${by})` };
  return { kind: ceiling.lacks.what, message: `this machine's limit: ${ceiling.lacks.message}` };
}

const outOfTime = ({ maxTrials, capMs }: Circumstances): Stop => ({
  kind: "time",
  message: `the search ends after ${maxTrials} steps or ${Math.round(capMs / 60_000)} min`,
});
