/** Process entry: the server. Serves one transport, fed by the publisher, and reports its own cost. */
import { hostClock } from "../core/clock.ts";
import type { RoleOptions, ServerReport } from "../core/messages.ts";
import { type RoleBody, runRole, wrongRole } from "../core/role.ts";
import type { ServerHalf } from "../core/transport.ts";
import type { Bytes, Nanoseconds } from "../core/units.ts";
import { FeedLog } from "./feed.ts";
import { IngestReader, type IngestServer, serveIngest, TOLD_LATE } from "./ingest.ts";
import { listenAgain } from "./listen.ts";
import { resolveServer } from "./resolve.ts";
import { ServerMeter } from "./server-meter.ts";

/** Unread bytes at which a client that does not read is disconnected. */
const MAX_BUFFERED_BYTES: Bytes = 1024 ** 2;
/** Below the publisher, which must keep the schedule. */
const NICENESS = 5;

class Host implements RoleBody {
  readonly #feed = new FeedLog();
  readonly #meter = new ServerMeter(hostClock());
  #half: ServerHalf | undefined;
  #ingest: IngestServer | undefined;

  async prepare(options: RoleOptions): Promise<{ url: string }> {
    if (options.role !== "server") throw wrongRole("server", options);
    const transport = await resolveServer(options.transport);
    const context = { feed: this.#feed, maxBufferedBytes: MAX_BUFFERED_BYTES };
    this.#half = await transport.create(context, options.transport.params);

    let isCurrent = (): void => {};
    const current = new Promise<void>((resolve) => {
      isCurrent = resolve;
    });
    const reader = new IngestReader({
      event: (tail, emitted) => {
        if (emitted !== TOLD_LATE) this.#meter.ingested(emitted);
        this.#feed.append(tail);
      },
      current: isCurrent,
    });
    this.#ingest = await serveIngest(options.ingest, (chunk) => {
      this.#meter.reading();
      reader.read(chunk);
      // Transports serve who waits in a microtask, after the last event of a read: this one comes behind it.
      queueMicrotask(() => this.#meter.served());
    });
    const address = { host: options.host, port: options.port };
    if (options.resume !== true) return this.#half.listen(address);
    // A client's cursor must not be ahead of the log: no one is let in before the log is whole again.
    await current;
    return listenAgain(this.#half, address);
  }

  mark(name: "idle" | "connected"): void {
    this.#meter.mark(name);
  }

  start(_at: Nanoseconds, from: Nanoseconds, to: Nanoseconds): void {
    this.#meter.start(from, to);
  }

  progress(): Record<never, never> {
    return {};
  }

  collect(): ServerReport {
    return { role: "server", ...this.#meter.collect(), counters: this.#half!.counters() };
  }

  async stop(): Promise<void> {
    this.#ingest?.close();
    await this.#half?.close();
  }
}

runRole(() => new Host(), NICENESS);
