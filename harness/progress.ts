import type { ResultCell } from "../core/result.ts";
import type { Milliseconds } from "../core/units.ts";
import type { Plan, PlannedCell } from "./plan.ts";

/** The phases of a cell, in order. */
export const PHASES = [
  "start",
  "connect",
  "settle",
  "warm-up",
  "measure",
  "drain",
  "collect",
  "stop",
] as const;

export type Phase = (typeof PHASES)[number];

/** What a run tells while it runs; whoever shows it decides how. */
export type Progress =
  | { readonly type: "planned"; readonly plan: Plan }
  | {
      readonly type: "phase";
      readonly cell: PlannedCell;
      readonly phase: Phase;
      readonly remainingMs: Milliseconds;
    }
  | {
      readonly type: "beat";
      readonly cell: PlannedCell;
      readonly phase: Phase;
      /** Clients connected now. */
      readonly connected: number;
      /** Events delivered since the cell's start, over all clients. */
      readonly delivered: number;
      /** Events delivered per second, of late. */
      readonly eventsPerSecond: number;
      /** Estimated time to the end of the run. */
      readonly remainingMs: Milliseconds;
    }
  | { readonly type: "cell"; readonly cell: PlannedCell; readonly result: ResultCell }
  | { readonly type: "aborting"; readonly reason: string };
