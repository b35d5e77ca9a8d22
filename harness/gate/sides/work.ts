import type { Milliseconds } from "../../../core/units.ts";
import { cleanEnvironment } from "./git.ts";
import type { JobEnd } from "./janitor-messages.ts";
import type { Janitor } from "./janitor-process.ts";
import { LastLines } from "./last-lines.ts";
import type { SideProgress } from "./side.ts";

const TICK_MS: Milliseconds = 1000;

/** What all the work on one side shares. */
export interface Work {
  readonly janitor: Janitor;
  readonly signal: AbortSignal;
  readonly limitMs: Milliseconds;
  readonly onProgress: (step: SideProgress["step"], elapsedMs: Milliseconds, line: string) => void;
}

/** How a command ended, and its last lines. */
export interface Worked extends JobEnd {
  readonly lines: readonly string[];
}

/** Runs one command of a side's preparation, telling how it goes a few times a second at most. */
export async function work(
  { janitor, signal, limitMs, onProgress }: Work,
  step: SideProgress["step"],
  job: { readonly file: string; readonly words: readonly string[]; readonly cwd: string },
  env: NodeJS.ProcessEnv = cleanEnvironment(),
): Promise<Worked> {
  const began = performance.now();
  const lines = new LastLines();
  const tell = (): void => onProgress(step, Math.round(performance.now() - began), lines.last);
  tell();
  const ticking = setInterval(tell, TICK_MS);
  try {
    const end = await janitor.run({ ...job, env, limitMs }, (text) => lines.add(text), signal);
    return { ...end, lines: lines.all() };
  } finally {
    clearInterval(ticking);
    if (!signal.aborted) tell();
  }
}
