import type { Clock } from "../core/clock.ts";
import { type Random, random } from "../core/random.ts";
import type { Pacer } from "../core/transport.ts";
import { type Milliseconds, msToNs, type Nanoseconds, nsToMs } from "../core/units.ts";
import { TimedHeap, TimedQueue } from "./timed.ts";

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
 * When every client acts, from one timer: a heap for what happens once, a queue for each interval that repeats. Deadlines are absolute: a tick that comes late
 * does not move the ones after it, and ticks that were missed altogether are all made up for, so that the
 * client can count them as skipped.
 */
export class HeapPacer implements Pacer {
  readonly #options: PacerOptions;
  /** What happens once, and what repeats, until it has happened once. */
  readonly #once = new TimedHeap<Task>();
  /** What repeats: a queue for each interval there is, which is one as a rule. */
  readonly #repeating: { readonly interval: Nanoseconds; readonly tasks: TimedQueue<Task> }[] = [];
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
    this.#once.push({ ...task, generation: this.#generations[task.client]! });
    this.#arm();
  }

  /** Where the earliest task stands; the heap when there is none. */
  #earliest(): TimedHeap<Task> | TimedQueue<Task> {
    let source: TimedHeap<Task> | TimedQueue<Task> = this.#once;
    let at = source.first?.at ?? Number.POSITIVE_INFINITY;
    for (let i = 0; i < this.#repeating.length; i++) {
      const { tasks } = this.#repeating[i]!;
      const first = tasks.first?.at ?? Number.POSITIVE_INFINITY;
      if (first >= at) continue;
      source = tasks;
      at = first;
    }
    return source;
  }

  #arm(): void {
    const next = this.#earliest().first;
    if (next === undefined || next.at >= this.#alarmAt) return;
    this.#alarmAt = next.at;
    this.#alarm.set(Math.max(0, nsToMs(next.at - this.#options.clock.now())));
  }

  #wake(): void {
    const now = this.#options.clock.now();
    this.#alarmAt = Number.POSITIVE_INFINITY;
    let woken = false;
    for (;;) {
      const source = this.#earliest();
      const task = source.first;
      if (task === undefined || task.at > now) break;
      if (!woken) this.#options.onWake?.(now);
      woken = true;
      source.pop();
      if (task.generation !== this.#generations[task.client]) continue;
      if (task.interval > 0) this.#repeat(task);
      task.action(task.client);
    }
    this.#arm();
  }

  /** Tasks fire in order of time, so the next times of one interval are in order, too: a queue holds them. */
  #repeat(task: Task): void {
    let queue = this.#repeating.find(({ interval }) => interval === task.interval);
    if (queue === undefined) {
      queue = { interval: task.interval, tasks: new TimedQueue() };
      this.#repeating.push(queue);
    }
    task.at += task.interval;
    queue.tasks.push(task);
  }
}
