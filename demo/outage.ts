import type { Clock } from "../core/clock.ts";
import { type Milliseconds, nsToMs } from "../core/units.ts";
import type { DemoStats } from "./protocol.ts";

/** What an outage breaks. */
export interface Breakable {
  drop(): void;
  restore(): void;
}

/** The time in which nothing passes any link: it ends by itself. */
export class Outage {
  readonly #clock: Clock;
  readonly #links: readonly Breakable[];
  #timer: NodeJS.Timeout | undefined;
  #until: Milliseconds | undefined;

  constructor(clock: Clock, links: readonly Breakable[]) {
    this.#clock = clock;
    this.#links = links;
  }

  get state(): DemoStats["link"] {
    return this.#until === undefined ? { state: "up" } : { state: "down", until: this.#until };
  }

  /** Breaks every link for so long from now. Returns when it began, on the stream's clock. */
  drop(forMs: Milliseconds): Milliseconds {
    const now = nsToMs(this.#clock.now());
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.restore(), forMs);
    this.#until = now + forMs;
    for (const link of this.#links) link.drop();
    return now;
  }

  restore(): void {
    clearTimeout(this.#timer);
    this.#until = undefined;
    for (const link of this.#links) link.restore();
  }
}
