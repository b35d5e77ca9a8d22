import { Script } from "node:vm";

const KEY = Symbol.for("polls-apart.fuzz.bounded");
const CALL = new Script(`globalThis[Symbol.for("polls-apart.fuzz.bounded")]()`);

/** Runs `work` and stops it from outside when it takes longer, even in an endless loop. Returns whether it ended. */
export function endsWithin(milliseconds: number, work: () => void): boolean {
  const slot = globalThis as { [KEY]?: () => void };
  slot[KEY] = work;
  try {
    CALL.runInThisContext({ timeout: milliseconds });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_SCRIPT_EXECUTION_TIMEOUT") return false;
    throw error;
  } finally {
    delete slot[KEY];
  }
}
