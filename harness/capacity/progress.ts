import type { Milliseconds } from "../../core/units.ts";
import type { Phase } from "../progress.ts";
import type { Answered, Saturation } from "./saturate.ts";
import type { TryReason } from "./search.ts";
import type { Step } from "./step.ts";

/** What a search tells while it runs; whoever shows it decides how. */
export type CapacityProgress =
  | { readonly type: "begun"; readonly atMostMs: Milliseconds; readonly maxTrials: number }
  | { readonly type: "calibrating" }
  | { readonly type: "saturating"; readonly answers: Answered }
  | { readonly type: "saturated"; readonly saturation: Saturation }
  | { readonly type: "trying"; readonly trial: number; readonly point: number; readonly why: TryReason }
  | { readonly type: "phase"; readonly phase: Phase }
  /** Clients connected now, and events delivered since the step's start. */
  | { readonly type: "beat"; readonly connected: number; readonly delivered: number }
  | { readonly type: "step"; readonly trial: number; readonly step: Step };
