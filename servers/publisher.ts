/** Process entry: the publisher. Emits the seeded stream into the server on time, whatever happens to it. */
import type { Socket } from "node:net";
import { hostClock } from "../core/clock.ts";
import { Histogram } from "../core/histogram.ts";
import type { PublisherReport, RoleOptions } from "../core/messages.ts";
import { type RoleBody, runRole, wrongRole } from "../core/role.ts";
import { EventStream } from "../core/stream.ts";
import { NANOS_PER_SECOND, type Nanoseconds } from "../core/units.ts";
import { Emitter, realSleeper } from "./emitter.ts";
import { connectIngest, encodeIngest } from "./ingest.ts";

class Publisher implements RoleBody {
  readonly #clock = hostClock();
  readonly #slip = new Histogram();
  #stream: EventStream | undefined;
  #socket: Socket | undefined;
  #emitter: Emitter | undefined;
  /** The next event's text, made between deadlines and not at one. */
  #nextTail = "";

  async prepare(options: RoleOptions): Promise<Record<never, never>> {
    if (options.role !== "publisher") throw wrongRole("publisher", options);
    this.#stream = new EventStream(options.stream);
    this.#socket = await connectIngest(options.ingest);
    // A server that went away is the harness's news, not a fault of the publisher.
    this.#socket.on("error", () => this.#emitter?.stop());
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
      this.#socket?.write(encodeIngest(this.#nextTail, emitted));
      if (id < stream.events) this.#nextTail = stream.tail(id + 1);
      if (due >= from && due < to) this.#slip.record(emitted - due);
    });
    if (stream.events > 0) this.#nextTail = stream.tail(1);
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
    this.#socket?.destroy();
  }
}

runRole(() => new Publisher());
