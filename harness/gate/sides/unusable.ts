import { BenchError } from "../../../core/errors.ts";

/** The error of a side that cannot be had. */
export function unusable(message: string, hint: string, cause?: unknown): BenchError {
  return new BenchError("SIDE_UNUSABLE", message, { hint, ...(cause === undefined ? {} : { cause }) });
}
