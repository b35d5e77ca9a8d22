import type { Comparison } from "../core/comparison.ts";
import { EXIT } from "../core/errors.ts";
import { SIGNAL_EXIT } from "./interrupt.ts";
import type { Signal } from "./system.ts";

export interface GateEnd {
  /** What interrupted the command. */
  readonly signal?: Signal | undefined;
  /** Whether not to know fails. */
  readonly strict: boolean;
}

/** How a command of the gate ends: never with 1 for something it found. */
export function gateExit({ kind, outcome }: Comparison, { signal, strict }: GateEnd): number {
  if (signal !== undefined) return SIGNAL_EXIT[signal];
  const unsure = strict ? EXIT.inconclusive : EXIT.ok;
  switch (outcome) {
    case "invalid":
      return EXIT.invalid;
    case "regressed":
      // A build that differs from itself says something about the machine, not about the build.
      return kind === "aa" ? unsure : EXIT.threshold;
    case "inconclusive":
    case "incomparable":
      return unsure;
    case "ok":
      return EXIT.ok;
    default:
      return outcome satisfies never;
  }
}
