import { EXIT } from "../core/errors.ts";
import type { Signal, System } from "./system.ts";

export interface Interruption {
  /** Aborted by the first signal. */
  readonly signal: AbortSignal;
  /** The first signal; `undefined` while there was none. */
  readonly caught: Signal | undefined;
  /** Stops listening. */
  done(): void;
}

/** Exit codes of a command that a signal ended. */
export const SIGNAL_EXIT: Readonly<Record<Signal, number>> = {
  SIGINT: EXIT.interrupted,
  SIGTERM: EXIT.terminated,
};

/** The first SIGINT or SIGTERM asks the command to finish, the second ends the process at once. */
export function onInterrupt(system: System, onFirst: (signal: Signal) => void): Interruption {
  const controller = new AbortController();
  let caught: Signal | undefined;
  const done = system.onSignal((signal) => {
    if (caught !== undefined) system.exit(SIGNAL_EXIT[signal]);
    caught = signal;
    onFirst(signal);
    controller.abort(signal);
  });
  return {
    signal: controller.signal,
    get caught() {
      return caught;
    },
    done,
  };
}
