/** How a run of `bench` ends; scripts may rely on these numbers. */
export const EXIT = {
  /** Done, thresholds held. */
  ok: 0,
  /** A fault in the program. */
  fault: 1,
  /** Usage or configuration. */
  usage: 2,
  /** Inconclusive or incomparable, with `--strict`. */
  inconclusive: 97,
  /** The measurement is invalid. */
  invalid: 98,
  /** A threshold or the gate failed. */
  threshold: 99,
  /** Interrupted by SIGINT. */
  interrupted: 130,
  /** Ended by SIGTERM. */
  terminated: 143,
} as const;

/** Every code a `BenchError` can carry, and the exit code it leads to. */
export const ERROR_CODES = {
  /** The command line is wrong. */
  USAGE: EXIT.usage,
  /** A scenario, or an option that overrides it, is wrong. */
  SCENARIO_INVALID: EXIT.usage,
  /** No scenario of that name or at that path. */
  SCENARIO_UNKNOWN: EXIT.usage,
  /** A transport module cannot be loaded or does not keep the contract. */
  TRANSPORT_INVALID: EXIT.usage,
  /** The output folder cannot be written. */
  OUT_UNWRITABLE: EXIT.usage,
  /** A result file cannot be read or is not one. */
  RESULT_INVALID: EXIT.usage,
  /** A baseline cannot be read, is of another version, or is not one. */
  BASELINE_INVALID: EXIT.usage,
  /** The file with a project's settings cannot be read or is wrong. */
  CONFIG_INVALID: EXIT.usage,
  /** Two things that did not measure the same cannot be compared. */
  INCOMPARABLE: EXIT.usage,
  /** A side of a comparison cannot be had: no such git ref, or its build failed. */
  SIDE_UNUSABLE: EXIT.usage,
  /** A server of another version speaks another control protocol. */
  PROTOCOL_MISMATCH: EXIT.usage,
  /** This machine's limits are too small for what was asked. */
  LIMIT_TOO_LOW: EXIT.usage,
  /** A server could not listen on the address asked for. */
  LISTEN_FAILED: EXIT.usage,
  /** A child process ended by itself. */
  ROLE_DIED: EXIT.fault,
  /** A child process did not answer in time. */
  ROLE_HUNG: EXIT.fault,
  /** A child process wrote more to stderr than is sane. */
  ROLE_FLOODED: EXIT.fault,
  /** A child process reported a fault of its own. */
  ROLE_FAILED: EXIT.fault,
  /** Bytes on a socket broke their protocol. */
  WIRE: EXIT.fault,
  /** The program broke one of its own rules. */
  INTERNAL: EXIT.fault,
} as const;

export type ErrorCode = keyof typeof ERROR_CODES;

/** Plain data of an error, as it crosses a process boundary. */
export interface ErrorData {
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint?: string;
}

/**
 * An error a person can act on. The message names the subject and the value; the hint names the flag or key
 * and the remedy. The exit code follows from the code.
 */
export class BenchError extends Error {
  override readonly name = "BenchError";
  readonly code: ErrorCode;
  readonly hint: string | undefined;

  constructor(code: ErrorCode, message: string, options: { hint?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.hint = options.hint;
  }

  get exitCode(): number {
    return ERROR_CODES[this.code];
  }

  toData(): ErrorData {
    return {
      code: this.code,
      message: this.message,
      ...(this.hint === undefined ? {} : { hint: this.hint }),
    };
  }

  static fromData({ code, message, hint }: ErrorData): BenchError {
    return new BenchError(code, message, hint === undefined ? {} : { hint });
  }
}

/** Any thrown value as plain data; what is not a `BenchError` becomes a fault with its stack as the hint. */
export function toErrorData(error: unknown): ErrorData {
  if (error instanceof BenchError) return error.toData();
  const message = error instanceof Error ? error.message : String(error);
  const stack = error instanceof Error ? error.stack : undefined;
  return { code: "INTERNAL", message, ...(stack === undefined ? {} : { hint: stack }) };
}
