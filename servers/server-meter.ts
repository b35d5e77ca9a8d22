import { type IntervalHistogram, monitorEventLoopDelay } from "node:perf_hooks";
import type { Clock } from "../core/clock.ts";
import { Histogram } from "../core/histogram.ts";
import type { ServerReport } from "../core/messages.ts";
import { type Bytes, NANOS_PER_MILLI, NANOS_PER_SECOND, type Nanoseconds, nsToMs } from "../core/units.ts";

// An idle loop reads the monitor's own resolution as delay: it is subtracted.
const RESOLUTION_MS = 10;

/** What a server process costs and how long the publisher's hop into it takes, inside the window. */
export class ServerMeter {
  readonly #clock: Clock;
  readonly #ingest = new Histogram();
  readonly #loopDelay: IntervalHistogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  /** Of the second under way. */
  readonly #secondDelay: IntervalHistogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  readonly #delays: (Nanoseconds | null)[] = [];
  #seconds: NodeJS.Timeout | undefined;
  readonly #rss: { idle?: Bytes; connected?: Bytes } = {};
  #from: Nanoseconds = Number.POSITIVE_INFINITY;
  #to: Nanoseconds = Number.POSITIVE_INFINITY;
  #readAt: Nanoseconds = 0;
  #fanOutTime: Nanoseconds = 0;
  #fanOutEvents = 0;
  /** Events of the read at hand. */
  #reads = 0;
  #cpuAtFrom: NodeJS.CpuUsage | undefined;
  #cpu: NodeJS.CpuUsage | undefined;
  #openedAt: Nanoseconds = 0;
  #cpuSpan: Nanoseconds = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * Notes the process's resident memory under a name, after what nobody needs any more has been collected: when V8
   * happens to do that by itself differs from one process to the next.
   */
  mark(name: "idle" | "connected"): void {
    globalThis.gc?.();
    this.#rss[name] = process.memoryUsage.rss();
  }

  /** Sets the window [from, to) on the host's clock. */
  start(from: Nanoseconds, to: Nanoseconds): void {
    this.#from = from;
    this.#to = to;
    const now = this.#clock.now();
    setTimeout(() => this.#open(), Math.max(0, nsToMs(from - now))).unref();
    setTimeout(() => this.#close(), Math.max(0, nsToMs(to - now))).unref();
  }

  /** Bytes of the publisher arrived: every event in them was received now. */
  reading(): void {
    this.#readAt = this.#clock.now();
    this.#reads = 0;
  }

  ingested(emitted: Nanoseconds): void {
    this.#reads++;
    if (emitted >= this.#from && emitted < this.#to) this.#ingest.record(this.#readAt - emitted);
  }

  /** Every client that waited for the events of this read has been served. */
  served(): void {
    if (this.#readAt < this.#from || this.#readAt >= this.#to) return;
    this.#fanOutTime += this.#clock.now() - this.#readAt;
    this.#fanOutEvents += this.#reads;
  }

  collect(): Omit<ServerReport, "role" | "counters"> {
    this.#close();
    const cpu = this.#cpu ?? { user: 0, system: 0 };
    return {
      cpuUs: cpu.user + cpu.system,
      cpuSpan: this.#cpuSpan,
      rss: this.#rss,
      loopDelayP99: delayOf(this.#loopDelay),
      loopDelays: this.#delays,
      ingest: this.#ingest.toData(),
      fanOut: { time: this.#fanOutTime, events: this.#fanOutEvents },
    };
  }

  #open(): void {
    this.#cpuAtFrom = process.cpuUsage();
    this.#openedAt = this.#clock.now();
    this.#loopDelay.enable();
    this.#secondDelay.enable();
    this.#seconds = setInterval(() => this.#second(), 1000).unref();
  }

  /** Notes the second that has ended. One that a stall swallowed, or that began before this process, is none. */
  #second(): void {
    const seconds = Math.ceil((this.#to - this.#from) / NANOS_PER_SECOND);
    const ended = Math.min(Math.round((this.#clock.now() - this.#from) / NANOS_PER_SECOND), seconds) - 1;
    if (ended < this.#delays.length) return;
    while (this.#delays.length < ended) this.#delays.push(null);
    this.#delays.push(delayOf(this.#secondDelay));
    this.#secondDelay.reset();
  }

  #close(): void {
    if (this.#cpuAtFrom === undefined || this.#cpu !== undefined) return;
    this.#cpu = process.cpuUsage(this.#cpuAtFrom);
    this.#cpuSpan = this.#clock.now() - this.#openedAt;
    this.#loopDelay.disable();
    clearInterval(this.#seconds);
    this.#second();
    this.#secondDelay.disable();
  }
}

const delayOf = (delays: IntervalHistogram): Nanoseconds =>
  delays.count === 0 ? 0 : Math.max(0, delays.percentile(99) - RESOLUTION_MS * NANOS_PER_MILLI);
