import type { ResultCell } from "../../core/result.ts";
import type { Milliseconds } from "../../core/units.ts";
import type { Phase } from "../progress.ts";
import type { SideName } from "./schedule.ts";

/** Where a comparison stands. */
export interface Place {
  readonly entry: string;
  readonly side: SideName;
  readonly confirming: boolean;
  /** The pair under way and how many are planned, over all entries, as far as is known now. */
  readonly pair: number;
  readonly pairs: number;
}

/** What a comparison tells while it runs. */
export type GateProgress =
  | {
      readonly type: "planned";
      readonly cells: number;
      readonly estimateMs: Milliseconds;
      /** If every entry needs every pair that the budget allows. */
      readonly longestMs: Milliseconds;
    }
  | {
      readonly type: "phase";
      readonly place: Place;
      readonly phase: Phase;
      readonly remainingMs: Milliseconds;
    }
  | {
      readonly type: "beat";
      readonly place: Place;
      readonly phase: Phase;
      readonly connected: number;
      readonly remainingMs: Milliseconds;
    }
  | { readonly type: "cell"; readonly place: Place; readonly result: ResultCell }
  | {
      readonly type: "look";
      readonly pairs: number;
      /** `entry.metric`, by what is known of it. */
      readonly undecided: readonly string[];
      readonly suspected: readonly string[];
      /** Pairs that follow from it; 0 where the answer is clear. */
      readonly more: number;
    };
