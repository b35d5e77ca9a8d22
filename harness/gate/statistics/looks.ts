import type { Change } from "./change.ts";

/** Pairs after which is looked whether the answer is clear, and after which it must be. */
export const LOOKS = [12, 20] as const;
/** Fresh pairs that have to confirm what looks like a regression. */
export const CONFIRMING_PAIRS = 12;
/** With fewer pairs even one that is all on one side could be chance: the test could not fail. */
export const FEWEST_PAIRS = 6;

/** What is known of a metric after a look. */
export type Standing =
  /** Not beyond its limits. */
  | "ok"
  /** Beyond its limits for sure, unless fresh pairs say otherwise. */
  | "suspect"
  /** Its estimate is beyond its limits, and chance could have done that. */
  | "undecided";

export function standingOf({ beyond, surely }: Change): Standing {
  if (surely) return "suspect";
  return beyond ? "undecided" : "ok";
}

/** What to do after a look: more pairs only help a metric of which nothing is sure yet. */
export function nextStep(standings: readonly Standing[], look: number): "look-again" | "confirm" | "stop" {
  const last = look >= LOOKS.length - 1;
  if (!last && standings.includes("undecided")) return "look-again";
  return standings.includes("suspect") ? "confirm" : "stop";
}

export type Outcome = "ok" | "inconclusive" | "regressed";

/**
 * What is said of a metric in the end, by where it stood. `confirmation` is what the fresh pairs alone show; absent
 * where there were none.
 */
export function outcomeOf(standing: Standing, confirmation: Pick<Change, "beyond"> | undefined): Outcome {
  switch (standing) {
    case "ok":
      return "ok";
    case "undecided":
      return "inconclusive";
    case "suspect":
      return confirmation?.beyond === true ? "regressed" : "inconclusive";
  }
}
