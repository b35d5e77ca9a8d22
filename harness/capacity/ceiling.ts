import { BenchError } from "../../core/errors.ts";
import { checkLimits } from "../limits.ts";

/** The most clients to ask for, and what this machine lacks for one more; `lacks` is absent where it lacks nothing. */
export interface Ceiling {
  readonly clients: number;
  readonly lacks?: { readonly what: "descriptors" | "ports"; readonly message: string };
}

/**
 * How many of so many clients this machine's limits allow.
 *
 * @param check throws LIMIT_TOO_LOW for more clients than there may be
 */
export function ceilingOf(max: number, check: (clients: number) => void = checkLimits): Ceiling {
  if (refusal(1, check) !== undefined) throw refusal(1, check);
  if (refusal(max, check) === undefined) return { clients: max };
  let allowed = 1;
  let refused = max;
  while (refused - allowed > 1) {
    const middle = Math.floor((allowed + refused) / 2);
    if (refusal(middle, check) === undefined) allowed = middle;
    else refused = middle;
  }
  const { message, hint } = refusal(refused, check)!;
  return {
    clients: allowed,
    lacks: {
      what: /\bports?\b/.test(message) ? "ports" : "descriptors",
      message: hint === undefined ? message : `${message}: ${remedyOf(hint)}`,
    },
  };
}

/** How to raise the limit, without the advice to ask for fewer: the search does that itself. */
const remedyOf = (hint: string): string => hint.split(", or ask for ")[0]!;

function refusal(clients: number, check: (clients: number) => void): BenchError | undefined {
  try {
    check(clients);
    return undefined;
  } catch (error) {
    if (error instanceof BenchError && error.code === "LIMIT_TOO_LOW") return error;
    throw error;
  }
}
