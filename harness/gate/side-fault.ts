import { BenchError, type ErrorCode } from "../../core/errors.ts";

/** How a process ends that is at fault itself. */
const OWN_FAULTS: readonly ErrorCode[] = ["ROLE_DIED", "ROLE_HUNG", "ROLE_FLOODED", "ROLE_FAILED"];

/**
 * A fault in the server of a build that somebody wants compared is no fault of this program: it makes that side
 * unusable.
 *
 * @param entry whose server it may have been
 * @param side what the side is called
 */
export function faultOfSide(error: unknown, entry: string, side: string): unknown {
  if (!(error instanceof BenchError) || !OWN_FAULTS.includes(error.code)) return error;
  if (!error.message.startsWith(`the ${entry} server`)) return error;
  const { hint } = error;
  return new BenchError("SIDE_UNUSABLE", `${side} cannot be measured: ${error.message}`, {
    ...(hint === undefined ? {} : { hint }),
    cause: error,
  });
}
