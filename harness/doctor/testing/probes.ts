import type { Probes } from "../probes.ts";
import type { Readings } from "../readings.ts";
import { readingsOf } from "./readings.ts";

/** A machine that measures what it is told to, and keeps the order in which it was asked. */
export class FakeProbes implements Probes {
  readonly asked: string[] = [];
  readonly #readings: Readings;
  readonly #onAsked: (what: string) => void;
  #time = 0;

  constructor(readings: Readings = readingsOf(), onAsked: (what: string) => void = () => {}) {
    this.#readings = readings;
    this.#onAsked = onAsked;
  }

  now(): number {
    this.#time += 100;
    return this.#time;
  }

  facts() {
    return this.#gives("facts", this.#readings.facts);
  }

  async cpu() {
    return this.#gives("cpu", this.#readings.cpu);
  }

  async timers() {
    return this.#gives("timers", this.#readings.timers);
  }

  sleep() {
    return this.#gives("sleep", this.#readings.sleep);
  }

  clock() {
    return this.#gives("clock", this.#readings.clock);
  }

  async peer() {
    const { processes, loopback } = this.#readings;
    return this.#gives("peer", { processes, loopback });
  }

  #gives<T>(what: string, value: T): T {
    this.asked.push(what);
    this.#onAsked(what);
    return value;
  }
}
