import type { Clock } from "../core/clock.ts";
import type { Nanoseconds } from "../core/units.ts";
import type { Alarm } from "./alarm.ts";

/** Something that is to happen at a moment. `at` must not change while it is in an agenda. */
export interface Appointment {
  readonly at: Nanoseconds;
  /** Called once, at that moment or later. */
  keep(now: Nanoseconds): void;
}

/** What is to happen and when, off one alarm: a binary heap, the earliest first. */
export class Agenda {
  readonly #clock: Clock;
  readonly #alarm: Alarm;
  readonly #heap: Appointment[] = [];
  /** What the alarm is set for. */
  #alarmAt: Nanoseconds = Number.POSITIVE_INFINITY;
  #ringing = false;

  constructor(clock: Clock, alarm: (ring: () => void) => Alarm) {
    this.#clock = clock;
    this.#alarm = alarm(() => this.#ring());
  }

  add(appointment: Appointment): void {
    const heap = this.#heap;
    let at = heap.length;
    heap.push(appointment);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (heap[parent]!.at <= appointment.at) break;
      heap[at] = heap[parent]!;
      at = parent;
    }
    heap[at] = appointment;
    if (!this.#ringing) this.#setAlarm();
  }

  /** Forgets everything. */
  clear(): void {
    this.#heap.length = 0;
    this.#alarm.stop();
    this.#alarmAt = Number.POSITIVE_INFINITY;
  }

  #ring(): void {
    this.#ringing = true;
    this.#alarmAt = Number.POSITIVE_INFINITY;
    // Time goes on while appointments are kept; what falls due meanwhile is kept as well, but only up to
    // this many, so that sockets are read in between.
    let left = this.#heap.length;
    for (let first = this.#heap[0]; first !== undefined && left > 0; first = this.#heap[0], left--) {
      const now = this.#clock.now();
      if (first.at > now) break;
      this.#pop();
      first.keep(now);
    }
    this.#ringing = false;
    this.#setAlarm();
  }

  #setAlarm(): void {
    const first = this.#heap[0];
    if (first === undefined || first.at >= this.#alarmAt) return;
    this.#alarmAt = first.at;
    this.#alarm.set(first.at);
  }

  /** Takes the earliest away: the last takes its place and sinks to where it belongs. */
  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop()!;
    if (heap.length === 0) return;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && heap[child + 1]!.at < heap[child]!.at) child++;
      if (heap[child]!.at >= last.at) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = last;
  }
}
