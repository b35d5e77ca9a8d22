/** Process entry: the publisher. Emits the seeded stream into the server on time, whatever happens to it. */
import { hostClock } from "../core/clock.ts";
import { Histogram } from "../core/histogram.ts";
import type { PublisherReport, RoleOptions } from "../core/messages.ts";
import { type RoleBody, runRole, wrongRole } from "../core/role.ts";
import { EventStream } from "../core/stream.ts";
import { NANOS_PER_SECOND, type Nanoseconds } from "../core/units.ts";
import { Emitter, realSleeper } from "./emitter.ts";
import { IngestConnection } from "./ingest-connection.ts";
import { Telling } from "./telling.ts";

class Publisher implements RoleBody {
  readonly #clock = hostClock();
  readonly #slip = new Histogram();
  #stream: EventStream | undefined;
  #telling: Telling | undefined;
  #connection: IngestConnection | undefined;
  #emitter: Emitter | undefined;

  async prepare(options: RoleOptions): Promise<Record<never, never>> {
    if (options.role !== "publisher") throw wrongRole("publisher", options);
    const stream = new EventStream(options.stream);
    this.#stream = stream;
    this.#telling = new Telling({
      events: stream.events,
      tail: (id) => stream.tail(id),
      clock: this.#clock,
      soon: setImmediate,
      nextDeadline: () => this.#emitter?.nextDeadline ?? Number.POSITIVE_INFINITY,
    });
    this.#connection = new IngestConnection(options.ingest, this.#telling);
    await this.#connection.open();
    return {};
  }

  start(at: Nanoseconds, from: Nanoseconds, to: Nanoseconds): void {
    const stream = this.#stream!;
    const schedule = {
      events: stream.events,
      dueOf: (id: number) => stream.dueOf(id),
      meanGap: NANOS_PER_SECOND / stream.spec.rate,
    };
    this.#emitter = new Emitter(schedule, this.#clock, realSleeper(), (id, due, emitted) => {
      this.#telling?.emit(id, emitted);
      if (due >= from && due < to) this.#slip.record(emitted - due);
    });
    this.#emitter.start(at);
  }

  progress(): { emitted: number } {
    return { emitted: this.#emitter?.emitted ?? 0 };
  }

  collect(): PublisherReport {
    return {
      role: "publisher",
      scheduled: this.#stream?.events ?? 0,
      emitted: this.#emitter?.emitted ?? 0,
      slip: this.#slip.toData(),
    };
  }

  async stop(): Promise<void> {
    this.#emitter?.stop();
    this.#connection?.close();
  }
}

runRole(() => new Publisher());
