import type { SaturatorReport } from "../core/messages.ts";
import type { Nanoseconds } from "../core/units.ts";

/** What the count reads of its process. Each only grows. */
export interface ProcessReadings {
  now(): Nanoseconds;
  cpuUs(): number;
}

interface Edge {
  readonly at: Nanoseconds;
  readonly cpuUs: number;
}

/** Counts answers by status between the window's edges; the edges are where they were really crossed. */
export class AnswerCount {
  readonly #readings: ProcessReadings;
  readonly #answers = new Map<number, number>();
  #failures = 0;
  #from: Edge | undefined;
  #to: Edge | undefined;

  constructor(readings: ProcessReadings) {
    this.#readings = readings;
  }

  open(): void {
    this.#from = this.#edge();
  }

  close(): void {
    if (this.#from !== undefined) this.#to ??= this.#edge();
  }

  answered(status: number): void {
    if (this.#counting) this.#answers.set(status, (this.#answers.get(status) ?? 0) + 1);
  }

  /** A request got no answer. */
  failed(): void {
    if (this.#counting) this.#failures++;
  }

  /** Everything of the window; zero throughout when it never opened. */
  collect(): Omit<SaturatorReport, "role"> {
    this.close();
    const nothing = { at: 0, cpuUs: 0 };
    const from = this.#from ?? nothing;
    const to = this.#to ?? nothing;
    return {
      countedNs: to.at - from.at,
      answers: Object.fromEntries(this.#answers),
      failures: this.#failures,
      cpuUs: to.cpuUs - from.cpuUs,
    };
  }

  get #counting(): boolean {
    return this.#from !== undefined && this.#to === undefined;
  }

  #edge(): Edge {
    return { at: this.#readings.now(), cpuUs: this.#readings.cpuUs() };
  }
}
