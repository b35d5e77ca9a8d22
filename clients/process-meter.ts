import { type EventLoopUtilization, performance } from "node:perf_hooks";
import type { ProcessMeter } from "./meter.ts";

/** A stretch shorter than this says nothing about utilisation. */
const SHORTEST_MS = 500;

/** CPU time and event-loop utilisation of this process inside the window. */
export class OwnProcess implements ProcessMeter {
  #cpuAtOpen: NodeJS.CpuUsage | undefined;
  #cpu: NodeJS.CpuUsage | undefined;
  #atOpen: EventLoopUtilization | undefined;
  #atSecond: EventLoopUtilization | undefined;
  #mean = 0;
  #max = 0;

  open(): void {
    this.#cpuAtOpen = process.cpuUsage();
    this.#atOpen = performance.eventLoopUtilization();
    this.#atSecond = this.#atOpen;
  }

  second(): void {
    const now = performance.eventLoopUtilization();
    const { idle, active, utilization } = performance.eventLoopUtilization(now, this.#atSecond);
    if (idle + active < SHORTEST_MS) return;
    this.#max = Math.max(this.#max, utilization);
    this.#atSecond = now;
  }

  close(): void {
    if (this.#cpuAtOpen === undefined || this.#cpu !== undefined) return;
    this.#cpu = process.cpuUsage(this.#cpuAtOpen);
    this.#mean = performance.eventLoopUtilization(this.#atOpen).utilization;
    this.second();
  }

  get cpuUs(): number {
    return this.#cpu === undefined ? 0 : this.#cpu.user + this.#cpu.system;
  }

  get utilization(): { mean: number; max: number } {
    return { mean: this.#mean, max: Math.max(this.#max, this.#mean) };
  }
}
