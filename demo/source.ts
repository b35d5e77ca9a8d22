import type { Clock } from "../core/clock.ts";
import { encodeEnvelopeTail } from "../core/envelope.ts";
import { payload } from "../core/stream.ts";
import { type Milliseconds, msToNs, NANOS_PER_SECOND, type Nanoseconds, nsToMs } from "../core/units.ts";
import type { Alarm } from "../link/alarm.ts";
import { Gaps } from "./gaps.ts";
import type { DemoSettings } from "./protocol.ts";

/** An event that leaves the source. */
export interface Emission {
  readonly seq: number;
  /** When it was due. */
  readonly at: Nanoseconds;
  /** Its envelope from `"id"` on. */
  readonly tail: string;
}

export interface SourceOptions {
  readonly seed: number;
  /** The stream's clock: 0 is its start. */
  readonly clock: Clock;
  readonly alarm: (ring: () => void) => Alarm;
  readonly settings: DemoSettings;
  readonly emit: (emission: Emission) => void;
}

/** Fired events that may wait at a time. */
export const MAX_FIRED = 200;
/** Events that are later than this were due while this program stood still: they are left out. */
const STANDSTILL: Nanoseconds = 2 * NANOS_PER_SECOND;
/** Of how many events the lateness is remembered. */
const REMEMBERED = 100;

/**
 * The one source of events, open-loop and live: deadlines follow from the seed and the settings, which may change
 * at any time, and no server or client delays them. Events can also be fired at a chosen moment.
 */
export class Source {
  readonly #options: SourceOptions;
  readonly #gaps: Gaps;
  readonly #alarm: Alarm;
  #settings: DemoSettings;
  /** When the next event of the schedule is due. */
  #next: Nanoseconds = Number.POSITIVE_INFINITY;
  /** Due times of fired events, ascending. */
  #fired: Nanoseconds[] = [];
  #emitted = 0;
  readonly #late: Nanoseconds[] = [];

  constructor(options: SourceOptions) {
    this.#options = options;
    this.#settings = options.settings;
    this.#gaps = new Gaps(options.seed);
    this.#alarm = options.alarm(() => this.#ring());
    this.#schedule(options.clock.now());
  }

  get emitted(): number {
    return this.#emitted;
  }

  /** Mean of emitted − due over the last hundred events; 0 before the first. */
  get lateMs(): Milliseconds {
    const late = this.#late;
    return late.length === 0 ? 0 : nsToMs(late.reduce((sum, each) => sum + each, 0) / late.length);
  }

  /** Other settings from now on: where they change when events come, the next is drawn anew. */
  apply(settings: DemoSettings): void {
    const { arrivals, rate, paused } = this.#settings;
    this.#settings = settings;
    if (settings.arrivals !== arrivals || settings.rate !== rate || settings.paused !== paused) {
      this.#schedule(this.#options.clock.now());
    }
  }

  /** Emits events besides the schedule. Returns when the first is due; `undefined` where too many wait already. */
  fire(events: number, inMs: Milliseconds, gapMs: Milliseconds): Nanoseconds | undefined {
    if (this.#fired.length + events > MAX_FIRED) return undefined;
    const first = Math.round(this.#options.clock.now() + msToNs(inMs));
    const due = Array.from({ length: events }, (_, i) => first + i * msToNs(gapMs));
    this.#fired = [...this.#fired, ...due].sort((a, b) => a - b);
    this.#setAlarm();
    return first;
  }

  stop(): void {
    this.#alarm.stop();
    this.#next = Number.POSITIVE_INFINITY;
    this.#fired = [];
  }

  #schedule(from: Nanoseconds): void {
    const { paused } = this.#settings;
    this.#next = paused ? Number.POSITIVE_INFINITY : Math.round(from + this.#gaps.next(this.#settings));
    this.#setAlarm();
  }

  #setAlarm(): void {
    const at = Math.min(this.#next, this.#fired[0] ?? Number.POSITIVE_INFINITY);
    if (at === Number.POSITIVE_INFINITY) this.#alarm.stop();
    else this.#alarm.set(at);
  }

  #ring(): void {
    const { clock } = this.#options;
    for (let now = clock.now(); ; now = clock.now()) {
      const fired = this.#fired[0] ?? Number.POSITIVE_INFINITY;
      const at = Math.min(this.#next, fired);
      if (at > now) break;
      if (fired <= this.#next) this.#fired.shift();
      else this.#next = Math.round(at + this.#gaps.next(this.#settings));
      if (now - at > STANDSTILL) {
        if (now - this.#next > STANDSTILL) this.#next = Math.round(now + this.#gaps.next(this.#settings));
      } else {
        this.#emit(at, now);
      }
    }
    this.#setAlarm();
  }

  #emit(at: Nanoseconds, now: Nanoseconds): void {
    const { seed, emit } = this.#options;
    const seq = ++this.#emitted;
    if (this.#late.push(now - at) > REMEMBERED) this.#late.shift();
    const data = payload(seed, seq, this.#settings.payloadBytes);
    emit({ seq, at, tail: encodeEnvelopeTail(seq, at, data) });
  }
}
