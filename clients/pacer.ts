import type { Clock } from "../core/clock.ts";
import { type Random, random } from "../core/random.ts";
import type { Pacer } from "../core/transport.ts";
import { type Milliseconds, msToNs, type Nanoseconds, nsToMs } from "../core/units.ts";

/** Something to happen: once when `interval` is 0, else again and again. */
interface Task {
  at: Nanoseconds;
  readonly interval: Nanoseconds;
  readonly client: number;
  /** The client's generation when this was scheduled; a newer one means it was cancelled. */
  readonly generation: number;
  readonly action: (client: number) => void;
}

/** Rings once, about `ms` milliseconds after it was last set; injected, so that tests need no time. */
export interface Alarm {
  set(ms: Milliseconds): void;
}

/** An alarm on a timer of the event loop. */
export function timerAlarm(ring: () => void): Alarm {
  let timer: NodeJS.Timeout | undefined;
  return {
    set: (ms) => {
      clearTimeout(timer);
      timer = setTimeout(ring, ms);
    },
  };
}

export interface PacerOptions {
  readonly clock: Clock;
  readonly alarm: (ring: () => void) => Alarm;
  readonly seed: number;
  readonly clients: number;
  /** The cell's number of client 0, so that phases do not depend on how clients are spread over workers. */
  readonly firstClient: number;
  /** Called with the moment at the start of every batch of actions. */
  readonly onWake?: (now: Nanoseconds) => void;
}

/**
 * When every client acts, from one binary heap and one timer. Deadlines are absolute: a tick that comes late
 * does not move the ones after it, and ticks that were missed altogether are all made up for, so that the
 * client can count them as skipped.
 */
export class HeapPacer implements Pacer {
  readonly #options: PacerOptions;
  readonly #heap: Task[] = [];
  readonly #generations: Uint32Array;
  readonly #jitter: Random;
  readonly #alarm: Alarm;
  /** When the alarm rings. */
  #alarmAt: Nanoseconds = Number.POSITIVE_INFINITY;

  constructor(options: PacerOptions) {
    this.#options = options;
    this.#generations = new Uint32Array(options.clients);
    this.#jitter = random(options.seed, "jitter", options.firstClient);
    this.#alarm = options.alarm(() => this.#wake());
  }

  every(client: number, interval: Milliseconds, tick: (client: number) => void): void {
    const { clock, seed, firstClient } = this.#options;
    const phase = random(seed, "poll phase", firstClient + client).uniform();
    const span = msToNs(interval);
    this.#schedule({ at: clock.now() + phase * span, interval: span, client, action: tick });
  }

  after(client: number, delay: Milliseconds, action: (client: number) => void): void {
    this.#schedule({ at: this.#options.clock.now() + msToNs(delay), interval: 0, client, action });
  }

  uniform(): number {
    return this.#jitter.uniform();
  }

  cancel(client: number): void {
    this.#generations[client]!++;
  }

  #schedule(task: Omit<Task, "generation">): void {
    this.#push({ ...task, generation: this.#generations[task.client]! });
    this.#arm();
  }

  #arm(): void {
    const next = this.#heap[0];
    if (next === undefined || next.at >= this.#alarmAt) return;
    this.#alarmAt = next.at;
    this.#alarm.set(Math.max(0, nsToMs(next.at - this.#options.clock.now())));
  }

  #wake(): void {
    const now = this.#options.clock.now();
    this.#alarmAt = Number.POSITIVE_INFINITY;
    if (this.#heap.length > 0 && this.#heap[0]!.at <= now) this.#options.onWake?.(now);
    while (this.#heap.length > 0 && this.#heap[0]!.at <= now) {
      const task = this.#heap[0]!;
      if (task.generation !== this.#generations[task.client]) {
        this.#pop();
        continue;
      }
      if (task.interval > 0) {
        task.at += task.interval;
        this.#sink(0);
      } else {
        this.#pop();
      }
      task.action(task.client);
    }
    this.#arm();
  }

  #push(task: Task): void {
    const heap = this.#heap;
    let at = heap.length;
    heap.push(task);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (heap[parent]!.at <= task.at) break;
      heap[at] = heap[parent]!;
      at = parent;
    }
    heap[at] = task;
  }

  #pop(): void {
    const last = this.#heap.pop()!;
    if (this.#heap.length === 0) return;
    this.#heap[0] = last;
    this.#sink(0);
  }

  #sink(from: number): void {
    const heap = this.#heap;
    const task = heap[from]!;
    let at = from;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && heap[child + 1]!.at < heap[child]!.at) child++;
      if (heap[child]!.at >= task.at) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = task;
  }
}
