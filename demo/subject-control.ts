import type { BenchError } from "../core/errors.ts";
import type { ServerAccess } from "../core/transport.ts";
import type { Milliseconds } from "../core/units.ts";
import { Child, type Program } from "./child.ts";
import type { FromSubject, Party, PerLane, ToSubject } from "./child-messages.ts";
import { LANES, type LaneCounters, type ServerState } from "./protocol.ts";

/** What the server last said of itself. */
export type Counted = Omit<Extract<FromSubject, { type: "counted" }>, "type" | "n">;

/** Where the server halves listen. */
export type Urls = Readonly<Record<Party, PerLane<string>>>;

/** Both ends that a promise can come to. */
interface Waiter<Value> {
  readonly resolve: (value: Value) => void;
  readonly reject: (error: BenchError) => void;
}

export interface SubjectControlOptions {
  readonly program: Program;
  readonly onFault: (error: BenchError) => void;
}

/** The server's process, as the rest of the demo sees it. */
export class SubjectControl {
  readonly #child: Child<ToSubject, FromSubject>;
  /** Who waits for it to listen. */
  #preparing: Waiter<Urls> | undefined;
  #asked = 0;
  /** Who waits for which count, oldest first. */
  #counting: (Waiter<void> & { readonly n: number })[] = [];
  #counted: Counted = { at: 0, cpuMs: 0, rssBytes: 0, counters: { page: nothing(), crowd: nothing() } };
  #stalled = false;

  constructor({ program, onFault }: SubjectControlOptions) {
    this.#child = new Child({
      name: "server",
      program,
      hear: (message) => this.#hear(message),
      onFault: (error) => {
        this.#preparing?.reject(error);
        for (const { reject } of this.#counting) reject(error);
        onFault(error);
      },
    });
  }

  get state(): ServerState["state"] {
    return this.#stalled ? "stalled" : "running";
  }

  get counted(): Counted {
    return this.#counted;
  }

  /** Has it listen; resolves with where. */
  prepare(access: ServerAccess): Promise<Urls> {
    this.#child.send({ type: "prepare", access });
    return new Promise((resolve, reject) => {
      this.#preparing = { resolve, reject };
    });
  }

  /** Gives it an event, its envelope from `"id"` on. */
  publish(tail: string): void {
    this.#child.send({ type: "event", tail });
  }

  stall(forMs: Milliseconds): void {
    this.#stalled = true;
    this.#child.send({ type: "stall", forMs });
  }

  /** Has it count; resolves when `counted` is newer than this call. Those who ask while it is stalled wait together. */
  count(): Promise<void> {
    const last = this.#counting.at(-1);
    const n = this.#stalled && last !== undefined ? last.n : ++this.#asked;
    if (n !== last?.n) this.#child.send({ type: "count", n });
    return new Promise((resolve, reject) => this.#counting.push({ n, resolve, reject }));
  }

  stop(): Promise<void> {
    return this.#child.stop();
  }

  #hear(message: Exclude<FromSubject, { type: "failed" }>): void {
    switch (message.type) {
      case "ready":
        this.#preparing?.resolve(message.urls);
        break;
      case "resumed":
        this.#stalled = false;
        break;
      case "counted": {
        const { type: _, n, ...counted } = message;
        this.#counted = counted;
        const answered = this.#counting.filter((each) => each.n <= n);
        this.#counting = this.#counting.filter((each) => each.n > n);
        for (const { resolve } of answered) resolve();
        break;
      }
      default:
        message satisfies never;
    }
  }
}

function nothing(): PerLane<LaneCounters> {
  const none: LaneCounters = {
    connections: 0,
    requests: 0,
    emptyResponses: 0,
    goneResponses: 0,
    eventsSent: 0,
    bytesReceived: 0,
    bytesSent: 0,
  };
  return Object.fromEntries(LANES.map((lane) => [lane, none])) as PerLane<LaneCounters>;
}
