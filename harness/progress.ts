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
  /** The machine is measured, before the first cell. */
  | { readonly type: "calibrating"; readonly remainingMs: Milliseconds }
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

/** Deliveries per second are taken over this long. */
const RATE_WINDOW_MS = 1000;

/** Turns what cells tell into progress of the whole run: rates, and time left. */
export class RunProgress {
  readonly #plan: Plan;
  readonly #tell: (progress: Progress) => void;
  #cell: PlannedCell | undefined;
  #cellBegan = 0;
  #phase: Phase = "start";
  #recent: { at: number; delivered: number }[] = [];

  constructor(plan: Plan, tell: (progress: Progress) => void) {
    this.#plan = plan;
    this.#tell = tell;
  }

  /** A cell begins. */
  begin(cell: PlannedCell): void {
    this.#cell = cell;
    this.#cellBegan = performance.now();
    this.#recent = [];
  }

  phase(phase: Phase): void {
    this.#phase = phase;
    this.#tell({ type: "phase", cell: this.#cell!, phase, remainingMs: this.#remaining() });
  }

  /** Clients connected and events delivered since the cell's start. */
  beat(connected: number, delivered: number): void {
    const at = performance.now();
    this.#recent = [...this.#recent.filter((beat) => at - beat.at <= RATE_WINDOW_MS), { at, delivered }];
    const first = this.#recent[0]!;
    const eventsPerSecond = at > first.at ? ((delivered - first.delivered) / (at - first.at)) * 1000 : 0;
    this.#tell({
      type: "beat",
      cell: this.#cell!,
      phase: this.#phase,
      connected,
      delivered,
      eventsPerSecond,
      remainingMs: this.#remaining(),
    });
  }

  /** What is left of this cell by its estimate, and the cells after it. */
  #remaining(): Milliseconds {
    const cell = this.#cell!;
    const ofThis = Math.max(0, cell.estimateMs - (performance.now() - this.#cellBegan));
    const later = this.#plan.cells.slice(cell.order);
    return later.reduce((sum, next) => sum + next.estimateMs, ofThis);
  }
}
