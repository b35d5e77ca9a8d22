import type { MetricValues } from "../core/metrics.ts";
import { formatDuration } from "../core/units.ts";
import type { CapacityProgress } from "../harness/capacity/progress.ts";
import type { Step } from "../harness/capacity/step.ts";
import type { By } from "../harness/capacity/sweep.ts";
import { formatCount, formatNumber } from "../reports/numbers.ts";
import { verdictText } from "./capacity-text.ts";
import { clock } from "./progress.ts";
import type { Output } from "./system.ts";

const HEARTBEAT_MS = 5000;
/** Back to the line's start, and clear it. */
const REWRITE = "\r\u001b[2K";

export interface CapacityDisplayOptions {
  readonly output: Output;
  /** One line that is rewritten; otherwise a line per step and a heartbeat. */
  readonly live: boolean;
  /** Milliseconds that only grow. */
  readonly now: () => number;
  readonly question: { readonly by: By };
}

/** Shows a search's progress: what is being tried, and how each step ended. */
export class CapacityDisplay {
  readonly #options: CapacityDisplayOptions;
  readonly #startedAt: number;
  #trying = "";
  #phase = "";
  #clients = 0;
  #lastLineAt = 0;
  #lineShown = false;

  constructor(options: CapacityDisplayOptions) {
    this.#options = options;
    this.#startedAt = options.now();
  }

  /** Shows one event of the search. */
  show(progress: CapacityProgress): void {
    switch (progress.type) {
      case "begun":
        this.note(
          `searching: at most ${progress.maxTrials} steps and about ${formatDuration(progress.atMostMs)}`,
        );
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
    this.#clear();
    this.#options.output.write(`${text}\n`);
    this.#lastLineAt = this.#options.now();
  }

  /** Takes the live line away; what follows starts on an empty line. */
  finish(): void {
    this.#clear();
  }

  #begin(what: string): void {
    this.#trying = what;
    this.#phase = "";
    this.#clients = 0;
    this.#update();
  }

  #update(): void {
    const { output, live, now } = this.#options;
    const parts = [
      this.#trying,
      ...(this.#phase === "" ? [] : [this.#phase]),
      ...(this.#clients === 0 ? [] : [`${formatCount(this.#clients)} connected`]),
      `${clock(now() - this.#startedAt)} elapsed`,
    ];
    const line = parts.join(" · ");
    if (live) {
      output.write(REWRITE + line.slice(0, Math.max(0, output.columns - 1)));
      this.#lineShown = true;
    } else if (now() - this.#lastLineAt >= HEARTBEAT_MS) {
      this.note(line);
    }
  }

  #point(point: number): string {
    const { by } = this.#options.question;
    return `${formatCount(point)} ${by === "rate" ? "events/s" : point === 1 ? "client" : "clients"}`;
  }

  #clear(): void {
    if (this.#lineShown) this.#options.output.write(REWRITE);
    this.#lineShown = false;
  }
}

function figures(step: Step): string {
  const { outcome } = step;
  if (outcome.type === "failed") return verdictText(step);
  const { latencyP99Ms, latencyMaxMs } = outcome.cell.metrics as MetricValues;
  const { server } = outcome.usage;
  const tail = latencyP99Ms ?? latencyMaxMs;
  return [
    verdictText(step),
    ...(tail === undefined ? [] : [`${latencyP99Ms === undefined ? "max" : "p99"} ${formatNumber(tail)} ms`]),
    ...(server === undefined ? [] : [`server ${Math.round(server * 100)} % of a core`]),
  ].join(" · ");
}
