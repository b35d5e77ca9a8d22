import type { Milliseconds } from "../../core/units.ts";
import type { Lane } from "../protocol.ts";

/** Events are due at the moments that were asked for, to a rounding. */
const SAME_MS: Milliseconds = 0.01;

/** One shot: events fired at will, and how late each lane had each of them. */
export class Shot {
  readonly #due: readonly Milliseconds[];
  readonly #delays = new Map<Lane, (Milliseconds | undefined)[]>();

  /** @param first when the first event is due, on the server's clock */
  constructor(first: Milliseconds, events: number, gap: Milliseconds) {
    this.#due = Array.from({ length: events }, (_, n) => first + n * gap);
  }

  get events(): number {
    return this.#due.length;
  }

  delivered(lane: Lane, due: Milliseconds, delay: Milliseconds): void {
    const event = this.#due.findIndex((moment) => Math.abs(moment - due) < SAME_MS);
    if (event < 0) return;
    const delays = this.#delays.get(lane) ?? this.#due.map(() => undefined);
    delays[event] = delay;
    this.#delays.set(lane, delays);
  }

  /** How late a lane had an event of the shot; `undefined` as long as it has not. */
  delay(lane: Lane, event: number): Milliseconds | undefined {
    return this.#delays.get(lane)?.[event];
  }
}
