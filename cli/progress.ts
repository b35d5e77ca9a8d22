import type { ResultCell } from "../core/result.ts";
import type { PlannedCell } from "../harness/plan.ts";
import type { Phase, Progress } from "../harness/progress.ts";
import { clock, type LinePart, LiveLine, type LiveLineOptions } from "./live-line.ts";
import { aboutTime } from "./plan-text.ts";

/** Shows a run's progress. Holds no timer: what it shows moves when the run says something. */
export class ProgressDisplay {
  readonly #line: LiveLine;
  #cells = 0;
  #clients = 0;

  constructor(options: LiveLineOptions) {
    this.#line = new LiveLine(options);
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
      case "calibrating":
        this.#line.update(
          [
            "calibrating",
            { text: `${this.#line.elapsed} elapsed`, short: this.#line.elapsed },
            `${clock(progress.remainingMs)} left`,
          ],
          true,
        );
        return;
      case "phase":
        this.#clients = 0;
        this.#line.update(this.#text(progress.cell, progress.phase, progress.remainingMs), true);
        return;
      case "beat": {
        this.#clients = progress.connected;
        const rate = `${Math.round(progress.eventsPerSecond).toLocaleString("en-US")} events/s`;
        this.#line.update(this.#text(progress.cell, progress.phase, progress.remainingMs, rate));
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
    this.#line.note(text);
  }

  /** Takes the live line away; what follows starts on an empty line. */
  finish(): void {
    this.#line.clear();
  }

  #text(cell: PlannedCell, phase: Phase, remainingMs: number, rate?: string): readonly LinePart[] {
    const clients = this.#clients === 1 ? "1 client" : `${this.#clients.toLocaleString("en-US")} clients`;
    return [
      `${this.#place(cell)} ${cell.entry.id}`,
      phase,
      ...(rate === undefined ? [] : [{ text: clients, short: "" }, rate]),
      { text: `${this.#line.elapsed} elapsed`, short: this.#line.elapsed },
      `${clock(remainingMs)} left`,
    ];
  }

  #place(cell: PlannedCell): string {
    return `[${cell.order}/${Math.max(this.#cells, cell.order)}]`;
  }
}

function summary({ verdict, metrics }: ResultCell): string {
  const { latencyP50Ms, eventsLost = 0 } = metrics;
  return [
    verdict.status === "valid" ? "valid" : `INVALID (${verdict.reasons.map(({ code }) => code).join(", ")})`,
    ...(latencyP50Ms === undefined ? [] : [`p50 ${Number(latencyP50Ms.toPrecision(3))} ms`]),
    ...(eventsLost === 0 ? [] : [`${eventsLost} lost`]),
  ].join(" · ");
}
