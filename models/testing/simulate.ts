import { type Arrivals, dueTimes } from "../../core/arrivals.ts";
import { type Random, random } from "../../core/random.ts";

// Event by event and without any of the closed forms, so that the two can disagree. Times in ms.

/** What a simulated cell is: the model's quantities by their symbols in METHOD-like short names. */
export interface SimulatedCell {
  readonly transport: "polling" | "long-polling" | "websocket";
  readonly arrivals: Arrivals;
  /** Events per second. */
  readonly rate: number;
  readonly clients?: number;
  readonly upMs?: number;
  readonly downMs?: number;
  readonly jitterMs?: number;
  /** Server time of a request, before it looks for events. */
  readonly serviceBeforeMs?: number;
  /** Server time of a request, after it looked for events. */
  readonly serviceAfterMs?: number;
  readonly reaskMs?: number;
  readonly sendMs?: number;
  /** From due until the server has an event. */
  readonly baseMs?: number;
  readonly intervalMs?: number;
  readonly fixedDelay?: boolean;
  readonly holdMs?: number;
}

/** One client's deliveries in order, and its requests. */
export interface Trace {
  /** Every delivered event: when, and when it was due. */
  readonly deliveries: { readonly at: number; readonly due: number }[];
  /** Every answer: when its request was sent, when it was complete and how many events it brought. */
  readonly answers: { readonly askedAt: number; readonly at: number; readonly events: number }[];
}

/** Runs a cell for so many ms with a seed of its own. */
export function simulate(cell: SimulatedCell, seed: number, spanMs: number): Trace[] {
  const spec = { arrivals: cell.arrivals, rate: cell.rate, seed, span: spanMs * 1e6 };
  const due = Array.from(dueTimes(spec), (ns) => ns / 1e6);
  const clients = Array.from({ length: cell.clients ?? 1 }, (_, k) => k);
  if (cell.transport === "websocket") return push(cell, due, seed);
  return clients.map((k) => {
    const source = random(seed, "simulated client", k);
    const client = new Asking(cell, due, source, k, spanMs);
    if (cell.transport === "long-polling") client.longPoll();
    else client.poll();
    return client;
  });
}

const jitterOf = (cell: SimulatedCell, source: Random): number =>
  (cell.jitterMs ?? 0) * (2 * source.uniform() - 1);

/** A server that sends each event to one client after the other, in order; each line keeps its order. */
function push(cell: SimulatedCell, due: readonly number[], seed: number): Trace[] {
  const source = random(seed, "simulated jitter");
  const { downMs = 0, sendMs = 0, baseMs = 0 } = cell;
  const traces = Array.from({ length: cell.clients ?? 1 }, (): Trace => ({ deliveries: [], answers: [] }));
  let free = 0;
  for (const at of due) {
    free = Math.max(free, at + baseMs);
    for (const { deliveries } of traces) {
      free += sendMs;
      const arrival = free + downMs + jitterOf(cell, source);
      deliveries.push({ at: Math.max(arrival, deliveries.at(-1)?.at ?? 0), due: at });
    }
  }
  return traces;
}

/** One client that asks, and its own view of the server's log. */
class Asking implements Trace {
  readonly deliveries: Trace["deliveries"] = [];
  readonly answers: Trace["answers"] = [];
  /** The first event it does not have. */
  #next = 0;
  readonly #cell: SimulatedCell;
  readonly #due: readonly number[];
  readonly #source: Random;
  /** Its place in the fan-out, from 1. */
  readonly #place: number;
  readonly #end: number;

  constructor(cell: SimulatedCell, due: readonly number[], source: Random, client: number, end: number) {
    this.#cell = cell;
    this.#due = due;
    this.#source = source;
    this.#place = client + 1;
    this.#end = end;
  }

  poll(): void {
    const { intervalMs = 0, fixedDelay = false } = this.#cell;
    let tick = this.#source.uniform() * intervalMs;
    while (tick < this.#end) {
      const answered = this.#leave(tick, this.#arrive(tick), 0);
      if (fixedDelay) tick = answered + intervalMs;
      // Ticks that pass while the poll is unanswered are skipped.
      else
        do tick += intervalMs;
        while (tick < answered);
    }
  }

  longPoll(): void {
    const { reaskMs = 0, holdMs = 0, sendMs = 0 } = this.#cell;
    let asked = this.#source.uniform() * (holdMs < 1000 ? holdMs : 1000);
    while (asked < this.#end) {
      const looked = this.#arrive(asked);
      const event = this.#arrivalOf(this.#next);
      let answered: number;
      if (event <= looked) answered = this.#leave(asked, looked, 0);
      else if (event <= looked + holdMs) answered = this.#leave(asked, event, this.#place * sendMs);
      else answered = this.#leave(asked, looked + holdMs, 0);
      asked = answered + reaskMs;
    }
  }

  /** When the server looks for events for a request sent at `at`. */
  #arrive(at: number): number {
    const { upMs = 0, serviceBeforeMs = 0 } = this.#cell;
    return at + upMs + jitterOf(this.#cell, this.#source) + serviceBeforeMs;
  }

  #arrivalOf(event: number): number {
    return (this.#due[event] ?? Number.POSITIVE_INFINITY) + (this.#cell.baseMs ?? 0);
  }

  /** Answers with what there is at `looked`; returns when the client has it. */
  #leave(askedAt: number, looked: number, wait: number): number {
    const { downMs = 0, serviceAfterMs = 0 } = this.#cell;
    const held = wait > 0 ? 0 : serviceAfterMs;
    const at = looked + wait + held + downMs + jitterOf(this.#cell, this.#source);
    let events = 0;
    for (; this.#arrivalOf(this.#next) <= looked; this.#next++, events++) {
      this.deliveries.push({ at, due: this.#due[this.#next]! });
    }
    this.answers.push({ askedAt, at, events });
    return at;
  }
}
