import type { Milliseconds } from "../../../core/units.ts";

/** A folder that is to be gone in the end, and git's own note of it. */
export interface Place {
  /** A folder of ours in the temporary folder. */
  readonly root: string;
  /** Git's entry of the working tree in it. */
  readonly entry?: string;
}

/** A command for the janitor to run. */
export interface Job {
  readonly file: string;
  readonly words: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** It is ended after this long. */
  readonly limitMs: Milliseconds;
}

/** How a command ended. */
export interface JobEnd {
  readonly code: number | null;
  readonly signal: string | null;
  /** Whether it took longer than it may. */
  readonly late: boolean;
  /** Why it could not be run at all. */
  readonly error?: string;
}

export type ToJanitor =
  | { readonly type: "place"; readonly place: Place }
  | { readonly type: "run"; readonly job: Job }
  | { readonly type: "halt" }
  | { readonly type: "clean" };

export type FromJanitor =
  | { readonly type: "placed" }
  | { readonly type: "output"; readonly text: string }
  | { readonly type: "ended"; readonly end: JobEnd }
  /** What could not be cleared away. */
  | { readonly type: "cleaned"; readonly left: readonly string[] };
