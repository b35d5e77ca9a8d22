import { HeapPacer } from "../../clients/pacer.ts";
import { ManualClock } from "../../core/clock.ts";
import { random } from "../../core/random.ts";
import { msToNs, type Nanoseconds } from "../../core/units.ts";
import type { MicroCase } from "./case.ts";

const CLIENTS = 1000;
const INTERVAL_MS = 1000;
/** How far the clock goes from one look at what is due to the next. */
const STEP = msToNs(1);
const STEPS = INTERVAL_MS;
const SEED = 1;

/**
 * What one would write first: who is next stands first in an array kept in order. No library fires absolute
 * deadlines by a clock that is handed in; node:timers goes by its own, and by relative delays.
 */
class SortedPacer {
  readonly #tasks: { at: Nanoseconds; readonly client: number }[] = [];
  readonly #tick: (client: number) => void;

  constructor(tick: (client: number) => void) {
    this.#tick = tick;
  }

  add(client: number, at: Nanoseconds): void {
    this.#insert({ at, client });
  }

  wake(now: Nanoseconds): void {
    for (let next = this.#tasks[0]; next !== undefined && next.at <= now; next = this.#tasks[0]) {
      this.#tasks.shift();
      next.at += msToNs(INTERVAL_MS);
      this.#insert(next);
      this.#tick(next.client);
    }
  }

  #insert(task: { at: Nanoseconds; readonly client: number }): void {
    let low = 0;
    let high = this.#tasks.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#tasks[middle]!.at <= task.at) low = middle + 1;
      else high = middle;
    }
    if (low === this.#tasks.length) this.#tasks.push(task);
    else this.#tasks.splice(low, 0, task);
  }
}

/** Counts ticks, and keeps when they came and who they were for where that is asked for. */
class Ticks {
  sum = 0;
  step = 0;
  kept: (readonly [step: number, client: number])[] | undefined;
  readonly tick = (client: number): void => {
    this.sum += client;
    this.kept?.push([this.step, client]);
  };
}

/** A second of polls, a millisecond at a time; setting the one timer behind it is in neither side. */
export const pacerTick = {
  operation: `one poll's tick among ${CLIENTS} clients`,
  reference: "a sorted array",
  create() {
    const side = (ticks: Ticks, step: () => void) => {
      const run = (): number => {
        ticks.sum = 0;
        for (ticks.step = 0; ticks.step < STEPS; ticks.step++) step();
        return ticks.sum;
      };
      const answer = () => {
        // The first ticks follow from the phases alone, the second ones from the interval, too.
        run();
        ticks.kept = [];
        run();
        const { kept } = ticks;
        ticks.kept = undefined;
        return kept;
      };
      return { run, answer };
    };

    const clock = new ManualClock();
    const ticks = new Ticks();
    let ring = (): void => {};
    const heap = new HeapPacer({
      clock,
      seed: SEED,
      clients: CLIENTS,
      firstClient: 0,
      alarm(wake) {
        ring = wake;
        return { set() {} };
      },
    });
    const sortedTicks = new Ticks();
    const sorted = new SortedPacer(sortedTicks.tick);
    let now: Nanoseconds = 0;
    for (let client = 0; client < CLIENTS; client++) {
      heap.every(client, INTERVAL_MS, ticks.tick);
      sorted.add(client, random(SEED, "poll phase", client).uniform() * msToNs(INTERVAL_MS));
    }
    return {
      operations: CLIENTS,
      ours: side(ticks, () => {
        clock.advance(STEP);
        ring();
      }),
      reference: side(sortedTicks, () => {
        now += STEP;
        sorted.wake(now);
      }),
    };
  },
} satisfies MicroCase;
