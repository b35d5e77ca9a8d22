import type { MetricValues } from "../core/metrics.ts";
import type { ResultCell } from "../core/result.ts";
import type { PlannedCell } from "../harness/plan.ts";
import type { Phase, Progress } from "../harness/progress.ts";
import { aboutTime } from "./plan-text.ts";
import type { Output } from "./system.ts";

const HEARTBEAT_MS = 5000;
/** Back to the line's start, and clear it. */
const REWRITE = "\r\u001b[2K";

export interface ProgressOptions {
  readonly output: Output;
  /** One line that is rewritten; otherwise a line per phase and a heartbeat. */
  readonly live: boolean;
  /** Milliseconds that only grow. */
  readonly now: () => number;
}

/** Shows a run's progress. Holds no timer: what it shows moves when the run says something. */
export class ProgressDisplay {
  readonly #options: ProgressOptions;
  readonly #startedAt: number;
  #cells = 0;
  #clients = 0;
  #lastLineAt = 0;
  #lineShown = false;

  constructor(options: ProgressOptions) {
    this.#options = options;
    this.#startedAt = options.now();
  }

  /** Shows one event of the run. */
  show(progress: Progress): void {
    switch (progress.type) {
      case "planned": {
        const { cells, estimateMs } = progress.plan;
        this.#cells = cells.length;
        this.note(`${cells.length} ${cells.length === 1 ? "cell" : "cells"}, ${aboutTime(estimateMs)}`);
        return;
      }
      case "phase":
        this.#clients = 0;
        this.#update(this.#line(progress.cell, progress.phase, progress.remainingMs), true);
        return;
      case "beat": {
        this.#clients = progress.connected;
        const rate = `${Math.round(progress.eventsPerSecond).toLocaleString("en-US")} events/s`;
        this.#update(this.#line(progress.cell, progress.phase, progress.remainingMs, rate), false);
        return;
      }
      case "cell":
        this.note(`${this.#place(progress.cell)} ${progress.cell.entry.id}: ${summary(progress.result)}`);
        return;
      case "aborting":
        this.note(`stopping: ${progress.reason}`);
        return;
      default:
        progress satisfies never;
    }
  }

  /** Writes a line that stays. */
  note(text: string): void {
    this.#clear();
    this.#options.output.write(`${text}\n`);
    this.#lastLineAt = this.#options.now();
  }

  /** Takes the live line away; what follows starts on an empty line. */
  finish(): void {
    this.#clear();
  }

  #update(line: string, newPhase: boolean): void {
    const { output, live, now } = this.#options;
    if (live) {
      output.write(REWRITE + line.slice(0, Math.max(0, output.columns - 1)));
      this.#lineShown = true;
    } else if (newPhase || now() - this.#lastLineAt >= HEARTBEAT_MS) {
      this.note(line);
    }
  }

  #line(cell: PlannedCell, phase: Phase, remainingMs: number, rate?: string): string {
    const elapsedMs = this.#options.now() - this.#startedAt;
    const clients = this.#clients === 1 ? "1 client" : `${this.#clients.toLocaleString("en-US")} clients`;
    return [
      `${this.#place(cell)} ${cell.entry.id}`,
      phase,
      ...(rate === undefined ? [] : [clients, rate]),
      `${clock(elapsedMs)} elapsed`,
      `${clock(remainingMs)} left`,
    ].join(" · ");
  }

  #place(cell: PlannedCell): string {
    return `[${cell.order}/${Math.max(this.#cells, cell.order)}]`;
  }

  #clear(): void {
    if (this.#lineShown) this.#options.output.write(REWRITE);
    this.#lineShown = false;
  }
}

function summary({ verdict, metrics }: ResultCell): string {
  const { latencyP50Ms, eventsLost = 0 } = metrics as MetricValues;
  return [
    verdict.status === "valid" ? "valid" : `INVALID (${verdict.reasons.map(({ code }) => code).join(", ")})`,
    ...(latencyP50Ms === undefined ? [] : [`p50 ${Number(latencyP50Ms.toPrecision(3))} ms`]),
    ...(eventsLost === 0 ? [] : [`${eventsLost} lost`]),
  ].join(" · ");
}

/** A span as a clock shows it: `0:07`, `12:30`. */
export function clock(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
