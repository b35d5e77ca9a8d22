import type { ResultCell } from "../core/result.ts";
import type { GateProgress, Place } from "../harness/gate/progress.ts";
import { clock, type LinePart, LiveLine, type LiveLineOptions } from "./live-line.ts";
import { aboutTime } from "./plan-text.ts";

/** More metrics than these are counted in one line of progress. */
const MOST_NAMED = 4;

/** Shows a comparison's progress: a line that moves, and one that stays for each look and each invalid cell. */
export class GateProgressDisplay {
  readonly #line: LiveLine;

  constructor(options: LiveLineOptions) {
    this.#line = new LiveLine(options);
  }

  show(progress: GateProgress): void {
    switch (progress.type) {
      case "planned": {
        const { cells, estimateMs, longestMs } = progress;
        const more =
          longestMs > estimateMs ? `, up to ${spoken(longestMs)} where the first look leaves doubt` : "";
        this.note(`${cells} cells, ${aboutTime(estimateMs)}${more}`);
        return;
      }
      case "phase":
      case "beat":
        // Never due: eight phases a cell and a hundred cells are too many lines that stay.
        this.#line.update(parts(progress.place, progress.phase, this.#line.elapsed, progress.remainingMs));
        return;
      case "cell":
        if (progress.result.verdict.status === "invalid") this.note(invalid(progress.place, progress.result));
        return;
      case "look":
        this.note(lookText(progress));
        return;
      default:
        progress satisfies never;
    }
  }

  /** What is being done to get a side, for what takes long. */
  preparing(parts: readonly LinePart[]): void {
    this.#line.update(parts);
  }

  /** Writes a line that stays. */
  note(text: string): void {
    this.#line.note(text);
  }

  /** Takes the live line away; what follows starts on an empty line. */
  finish(): void {
    this.#line.clear();
  }
}

function parts(place: Place, phase: string, elapsed: string, remainingMs: number): readonly LinePart[] {
  return [
    `[${place.pair}/${place.pairs}] ${place.entry}, ${place.side}`,
    ...(place.confirming ? ["confirming"] : []),
    phase,
    { text: `${elapsed} elapsed`, short: elapsed },
    `${clock(remainingMs)} left`,
  ];
}

function invalid(place: Place, { verdict }: ResultCell): string {
  const codes = verdict.reasons.map(({ code }) => code).join(", ");
  return `[${place.pair}/${place.pairs}] ${place.entry}, ${place.side}: INVALID (${codes}); the pair is run again`;
}

function lookText({ pairs, undecided, suspected, more }: Extract<GateProgress, { type: "look" }>): string {
  const found = [
    ...(suspected.length === 0 ? [] : [`suspected: ${named(suspected)}`]),
    ...(undecided.length === 0 ? [] : [`undecided: ${named(undecided)}`]),
  ];
  const next = more === 0 ? "done" : `${more} more pairs`;
  return `look after ${pairs} pairs: ${[...(found.length === 0 ? ["nothing beyond its limits"] : found), next].join(" · ")}`;
}

function named(metrics: readonly string[]): string {
  const rest = metrics.length - MOST_NAMED;
  return `${metrics.slice(0, MOST_NAMED).join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`;
}

const spoken = (ms: number): string => aboutTime(ms).replace(/^about /, "");
