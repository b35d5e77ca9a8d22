import { formatDuration } from "../core/units.ts";
import type { CapacityProgress } from "../harness/capacity/progress.ts";
import type { Step } from "../harness/capacity/step.ts";
import type { By } from "../harness/capacity/sweep.ts";
import { formatCount, formatNumber } from "../reports/numbers.ts";
import { verdictText } from "./capacity-steps.ts";
import { LiveLine, type LiveLineOptions } from "./live-line.ts";

export interface CapacityDisplayOptions extends LiveLineOptions {
  readonly question: { readonly by: By };
}

/** Shows a search's progress: what is being tried, and how each step ended. */
export class CapacityDisplay {
  readonly #line: LiveLine;
  readonly #by: By;
  #trying = "";
  #phase = "";
  #clients = 0;

  constructor(options: CapacityDisplayOptions) {
    this.#line = new LiveLine(options);
    this.#by = options.question.by;
  }

  /** Shows one event of the search. */
  show(progress: CapacityProgress): void {
    switch (progress.type) {
      case "begun":
        this.note(
          `searching: at most ${progress.maxTrials} steps and about ${formatDuration(progress.atMostMs)}`,
        );
        return;
      case "calibrating":
        this.#begin("calibrating");
        return;
      case "saturating":
        this.#begin(
          `saturating with ${progress.answers === "empty" ? "empty answers" : "one event an answer"}`,
        );
        return;
      case "saturated":
        this.note(
          `${this.#trying}: ${formatCount(Math.round(progress.saturation.requestsPerSecond))} requests/s`,
        );
        return;
      case "trying":
        this.#begin(`step ${progress.trial}: ${this.#point(progress.point)} (${progress.why})`);
        return;
      case "phase":
        this.#phase = progress.phase;
        this.#update();
        return;
      case "beat":
        this.#clients = progress.connected;
        this.#update();
        return;
      case "step":
        this.note(`${this.#trying}: ${figures(progress.step)}`);
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

  #begin(what: string): void {
    this.#trying = what;
    this.#phase = "";
    this.#clients = 0;
    this.#update();
  }

  #update(): void {
    this.#line.update([
      this.#trying,
      this.#phase,
      this.#clients === 0 ? "" : { text: `${formatCount(this.#clients)} connected`, short: "" },
      { text: `${this.#line.elapsed} elapsed`, short: this.#line.elapsed },
    ]);
  }

  #point(point: number): string {
    return `${formatCount(point)} ${this.#by === "rate" ? "events/s" : point === 1 ? "client" : "clients"}`;
  }
}

function figures(step: Step): string {
  const { outcome } = step;
  if (outcome.type === "failed") return verdictText(step);
  const { latencyP99Ms, latencyMaxMs } = outcome.cell.metrics;
  const { server } = outcome.usage;
  const tail = latencyP99Ms ?? latencyMaxMs;
  return [
    verdictText(step),
    ...(tail === undefined ? [] : [`${latencyP99Ms === undefined ? "max" : "p99"} ${formatNumber(tail)} ms`]),
    ...(server === undefined ? [] : [`server ${Math.round(server * 100)} % of a core`]),
  ].join(" · ");
}
