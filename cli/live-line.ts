import type { Output } from "./system.ts";

/** Where nothing can be rewritten, a line comes at least this often. */
const HEARTBEAT_MS = 5000;
/** Back to the line's start, and clear it. */
const REWRITE = "\r\u001b[2K";

export interface LiveLineOptions {
  readonly output: Output;
  /** One line that is rewritten; otherwise lines that stay, some of them left out. */
  readonly live: boolean;
  /** Milliseconds that only grow. */
  readonly now: () => number;
}

/** A part of the line: its text, or with it a shorter one (perhaps none) for where there is little room. */
export type LinePart = string | { readonly text: string; readonly short: string };

/** The parts in one line of at most `width`: the last that can be shorter gets shorter first. */
function fitted(parts: readonly LinePart[], width: number): string {
  const shown = parts.map((part) => (typeof part === "string" ? part : part.text));
  const joined = (): string => shown.filter((text) => text !== "").join(" · ");
  for (let place = parts.length - 1; place >= 0 && joined().length > width; place--) {
    const part = parts[place]!;
    if (typeof part !== "string") shown[place] = part.short;
  }
  return joined().slice(0, width);
}

/** One line that says how far something is. Holds no timer: it moves when there is something to say. */
export class LiveLine {
  readonly #options: LiveLineOptions;
  readonly #startedAt: number;
  #lastLineAt = 0;
  #shown = false;

  constructor(options: LiveLineOptions) {
    this.#options = options;
    this.#startedAt = options.now();
  }

  /** Time since it was made, as a clock shows it. */
  get elapsed(): string {
    return clock(this.elapsedMs);
  }

  get elapsedMs(): number {
    return this.#options.now() - this.#startedAt;
  }

  /** Shows how far it is. Where nothing can be rewritten, only what is `due` or long overdue becomes a line. */
  update(line: string | readonly LinePart[], due = false): void {
    const parts = typeof line === "string" ? [line] : line;
    const { output, live, now } = this.#options;
    if (live) {
      output.write(REWRITE + fitted(parts, Math.max(0, output.columns - 1)));
      this.#shown = true;
    } else if (due || now() - this.#lastLineAt >= HEARTBEAT_MS) {
      this.note(fitted(parts, Number.POSITIVE_INFINITY));
    }
  }

  /** Writes a line that stays. */
  note(text: string): void {
    this.clear();
    this.#options.output.write(`${text}\n`);
    this.#lastLineAt = this.#options.now();
  }

  /** Takes the live line away; what follows starts on an empty line. */
  clear(): void {
    if (this.#shown) this.#options.output.write(REWRITE);
    this.#shown = false;
  }
}

/** A span as a clock shows it: `0:07`, `12:30`. */
export function clock(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
