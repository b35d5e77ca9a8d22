import { ERROR_CODES, type ErrorCode, EXIT } from "../core/errors.ts";
import type { Result } from "../core/result.ts";
import { SIGNAL_EXIT } from "./interrupt.ts";
import type { Signal } from "./system.ts";

type Outcome = Pick<Result, "cells" | "thresholds"> & {
  readonly run: Pick<Result["run"], "aborted" | "error">;
};

/** How a run ends. Where several reasons apply: a signal, usage, a fault, an invalid cell, a threshold. */
export function exitCodeOf({ run, cells, thresholds }: Outcome, signal: Signal | undefined): number {
  if (signal !== undefined) return SIGNAL_EXIT[signal];
  if (run.error !== undefined) return exitCodeOfError(run.error.code);
  if (run.aborted) return EXIT.fault;
  if (cells.some(({ verdict }) => verdict.status === "invalid")) return EXIT.invalid;
  if (thresholds.some(({ held }) => !held)) return EXIT.threshold;
  return EXIT.ok;
}

const exitCodeOfError = (code: string): number =>
  Object.hasOwn(ERROR_CODES, code) ? ERROR_CODES[code as ErrorCode] : EXIT.fault;
