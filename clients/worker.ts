/** Process entry: a load worker. Runs some of a cell's clients and measures what reaches them. */
import { hostClock } from "../core/clock.ts";
import type { LoadOptions, LoadReport, RoleOptions } from "../core/messages.ts";
import { random, shuffled } from "../core/random.ts";
import { type RoleBody, runRole, type Say, wrongRole } from "../core/role.ts";
import { EventStream } from "../core/stream.ts";
import type { ClientHalf } from "../core/transport.ts";
import { type Milliseconds, type Nanoseconds, nsToMs } from "../core/units.ts";
import { requestHeaders } from "./headers.ts";
import { EarlyReader, loopbackCounters } from "./interface-counters.ts";
import { LoadClock } from "./load-clock.ts";
import { Meter } from "./meter.ts";
import { HeapPacer, timerAlarm } from "./pacer.ts";
import { OwnProcess } from "./process-meter.ts";
import { Recorder } from "./recorder.ts";
import { resolveClient } from "./resolve.ts";
import { atRest } from "./rest.ts";

/** Below the publisher, which must keep the schedule. */
const NICENESS = 5;
/** How long before an edge of the window the interface is read: longer than a timer is late, shorter than a gap. */
const LOOK_AHEAD_MS = 3;
/** How often it is looked whether all clients are connected. */
const CONNECT_CHECK_MS = 10;

class LoadWorker implements RoleBody {
  readonly #say: Say;
  readonly #hostClock = hostClock();
  readonly #clock = new LoadClock(this.#hostClock);
  readonly #network = new EarlyReader(() => loopbackCounters());
  #options: LoadOptions | undefined;
  #meter: Meter | undefined;
  #recorder: Recorder | undefined;
  #pacer: HeapPacer | undefined;
  #half: ClientHalf | undefined;
  #complete = false;

  constructor(say: Say) {
    this.#say = say;
  }

  async prepare(options: RoleOptions): Promise<Record<never, never>> {
    if (options.role !== "load") throw wrongRole("load worker", options);
    const { url, clients, seed, firstClient, headers, cookieBytes } = options;
    const transport = await resolveClient(options.transport);
    const stream = new EventStream(options.stream);
    const meter = new Meter(stream, clients, this.#clock, new OwnProcess(), this.#completed, {
      samples: options.samples,
      ...(options.countInterface === true ? { network: this.#network.read } : {}),
    });
    this.#options = options;
    this.#meter = meter;
    const recorder = options.record === true ? new Recorder(this.#clock, stream) : undefined;
    this.#recorder = recorder;
    this.#pacer = new HeapPacer({
      clock: this.#hostClock,
      alarm: timerAlarm,
      seed,
      clients,
      firstClient,
      onWake: () => meter.moment(),
    });
    this.#half = transport.create(
      {
        url,
        clients,
        firstClient,
        observer: meter,
        ...(recorder === undefined ? {} : { recorded: recorder }),
        pacer: this.#pacer,
        headers: requestHeaders(headers, cookieBytes),
      },
      options.transport.params,
    );
    return {};
  }

  /**
   * Opens the clients at a fixed rate in a seeded random order, so that a client's place in the server's
   * fan-out is not its place in this worker.
   */
  connect(timeoutMs: Milliseconds): Promise<number> {
    const { seed, clients, firstClient, connectRate } = this.#options!;
    const meter = this.#meter!;
    const order = shuffled(clients, random(seed, "connect order", firstClient));
    for (const [place, client] of order.entries()) {
      this.#pacer!.after(client, (place / connectRate) * 1000, (due) => this.#half!.connect(due));
    }
    const deadline = this.#hostClock.now() + timeoutMs * 1e6;
    return new Promise((resolve) => {
      const check = setInterval(() => {
        if (meter.connected < clients && this.#hostClock.now() < deadline) return;
        clearInterval(check);
        resolve(meter.connected);
      }, CONNECT_CHECK_MS);
    });
  }

  start(at: Nanoseconds, from: Nanoseconds, to: Nanoseconds): void {
    const meter = this.#meter!;
    const { countInterface } = this.#options!;
    meter.start(at, from, to);
    this.#recorder?.start(at, from, to);
    // The window's edges are crossed on time even when nothing arrives just then.
    for (const edge of [from, to]) {
      const ms = nsToMs(edge - this.#hostClock.now());
      if (countInterface === true) setTimeout(() => this.#network.look(), Math.max(0, ms - LOOK_AHEAD_MS));
      setTimeout(() => meter.moment(), Math.max(0, Math.ceil(ms)));
    }
  }

  quiet(): Promise<void> {
    const { clients } = this.#options!;
    for (let client = 0; client < clients; client++) this.#half!.quiet?.(client);
    return atRest(this.#meter!);
  }

  progress(): { connected: number; delivered: number } {
    return { connected: this.#meter?.connected ?? 0, delivered: this.#meter?.delivered ?? 0 };
  }

  collect(): LoadReport {
    const { clients } = this.#options!;
    for (let client = 0; client < clients; client++) this.#half!.close(client);
    return { ...this.#meter!.collect(clients), ...this.#recorder?.report() };
  }

  async stop(): Promise<void> {
    const clients = this.#options?.clients ?? 0;
    for (let client = 0; client < clients; client++) this.#half?.close(client);
  }

  #completed = (): void => {
    if (this.#complete) return;
    this.#complete = true;
    this.#say({ type: "complete" });
  };
}

runRole((say) => new LoadWorker(say), NICENESS);
