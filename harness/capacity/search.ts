/** One trial: a point was measured, and it kept the objective or did not. */
export interface Trial {
  readonly point: number;
  readonly held: boolean;
}

export interface Bounds {
  /** The first point tried. */
  readonly start: number;
  /** The smallest point there is. */
  readonly min: number;
  readonly max: number;
  /** Trials, repeats included, after which the search ends whatever it knows. */
  readonly maxTrials: number;
}

export type TryReason = "grow" | "shrink" | "narrow" | "again" | "confirm";

export type Decision =
  | { readonly type: "try"; readonly point: number; readonly why: TryReason }
  | {
      readonly type: "done";
      /** The highest point that held; absent where none did. */
      readonly found?: number;
      /** The lowest point that failed; absent where none did. */
      readonly failed?: number;
      readonly ended: "narrowed" | "max" | "none" | "trials";
    };

/** The answer and the lowest failing point lie at most this factor apart. */
export const PRECISION = 1.1;
const GROWTH = 2;
/** Downwards in larger steps: the start was chosen small. */
const SHRINKAGE = 4;
/** A point is decided by the best of three trials. */
const MAJORITY = 2;

/**
 * What to try next, from what was tried: double from the start until a point fails, halve the gap (in ratio)
 * until it is within `PRECISION`, and measure the answer once more. Every point is decided by the best of three
 * trials, so that one blip of the machine neither ends the growth nor passes for capacity.
 */
export function decide(trials: readonly Trial[], bounds: Bounds): Decision {
  const found = highestHeld(trials);
  const failed = lowestFailed(trials);
  const done = (ended: "narrowed" | "max" | "none" | "trials"): Decision => ({
    type: "done",
    ...(found === undefined ? {} : { found }),
    ...(failed === undefined ? {} : { failed }),
    ended,
  });
  if (failed !== undefined && failed <= bounds.min) return done("none");
  if (trials.length >= bounds.maxTrials) return done("trials");

  const last = trials.at(-1);
  if (last === undefined) return { type: "try", point: bounds.start, why: "grow" };
  const { held: heldOnce, failed: failedOnce } = tally(trials, last.point);
  if (failedOnce === 1 && heldOnce === 0) return { type: "try", point: last.point, why: "again" };

  if (found === undefined) {
    const point = Math.max(bounds.min, round(failed! / SHRINKAGE));
    return { type: "try", point, why: "shrink" };
  }
  const next = failed === undefined ? grown(found, bounds) : between(found, failed);
  if (next !== undefined) return { type: "try", point: next, why: failed === undefined ? "grow" : "narrow" };
  if (tally(trials, found).held < MAJORITY) return { type: "try", point: found, why: "confirm" };
  return done(failed === undefined ? "max" : "narrowed");
}

/** The highest point that held, below every point that failed; absent where none did. */
export function highestHeld(trials: readonly Trial[]): number | undefined {
  const ceiling = lowestFailed(trials) ?? Number.POSITIVE_INFINITY;
  const held = points(trials).filter((point) => point < ceiling && tally(trials, point).held > 0);
  return held.length === 0 ? undefined : Math.max(...held);
}

/** The lowest point that failed by majority; absent where none did. */
export function lowestFailed(trials: readonly Trial[]): number | undefined {
  const failed = points(trials).filter((point) => tally(trials, point).failed >= MAJORITY);
  return failed.length === 0 ? undefined : Math.min(...failed);
}

/** How often a point held and failed. */
export function tally(trials: readonly Trial[], point: number): { held: number; failed: number } {
  const here = trials.filter((trial) => trial.point === point);
  const held = here.filter((trial) => trial.held).length;
  return { held, failed: here.length - held };
}

const points = (trials: readonly Trial[]): number[] => [...new Set(trials.map(({ point }) => point))];

function grown(found: number, { max }: Bounds): number | undefined {
  return found >= max ? undefined : Math.min(max, found * GROWTH);
}

/** The middle in ratio, in two digits where that is possible; `undefined` where the gap is small enough. */
function between(found: number, failed: number): number | undefined {
  if (failed / found <= PRECISION || failed - found <= 1) return undefined;
  const middle = Math.sqrt(found * failed);
  return [round(middle), Math.round(middle)].find((point) => point > found && point < failed);
}

const round = (value: number): number => Number(Math.max(1, Math.round(value)).toPrecision(2));
