import type { Milliseconds } from "./units.ts";

/** What a scenario can do to the server while it is measured. */
export type FaultKind =
  /** The process stops running for a while, as on a paused machine: nothing is lost, everything waits. */
  | "server-stall"
  /** The process is killed and a fresh one takes its place after a while, fed again from the publisher's log. */
  | "server-restart";

export const FAULT_KINDS: readonly FaultKind[] = ["server-stall", "server-restart"];

export interface FaultSpec {
  readonly fault: FaultKind;
  /** When it begins, from the start of the window. */
  readonly atMs: Milliseconds;
  /** How long it lasts. */
  readonly forMs: Milliseconds;
}
