/** Process entry: the link. Stands between a cell's clients and its server and makes a network of them. */
import { hostClock } from "../core/clock.ts";
import { BenchError } from "../core/errors.ts";
import type { LinkReport, RoleOptions } from "../core/messages.ts";
import { type RoleBody, runRole, wrongRole } from "../core/role.ts";
import type { Nanoseconds } from "../core/units.ts";
import { TcpRelay } from "./tcp.ts";

/** Below the publisher, which must keep the schedule, and above what waits for the link. */
const NICENESS = 3;

class Relay implements RoleBody {
  #relay: TcpRelay | undefined;

  async prepare(options: RoleOptions): Promise<{ url: string }> {
    if (options.role !== "link") throw wrongRole("link", options);
    const { link, seed, relay, host } = options;
    const url = new URL(options.url);
    // A URL writes an IPv6 address in brackets, a socket takes it without.
    const target = { host: url.hostname.replace(/^\[|\]$/g, ""), port: Number(url.port) };
    this.#relay = new TcpRelay({ link, seed, relay, target, clock: hostClock(), onFault: fail });
    const port = await this.#relay.listen(host);
    url.host = `${host.includes(":") ? `[${host}]` : host}:${port}`;
    // As the server tells its own: nothing behind the port that was not there.
    return { url: options.url.endsWith("/") ? url.href : url.href.replace(/\/$/, "") };
  }

  start(_at: Nanoseconds, from: Nanoseconds, to: Nanoseconds): void {
    this.#relay!.start(from, to);
  }

  progress(): { connected: number } {
    return { connected: this.#relay?.open ?? 0 };
  }

  collect(): LinkReport {
    return { role: "link", ...this.#relay!.report() };
  }

  async stop(): Promise<void> {
    await this.#relay?.close();
  }
}

function fail(error: NodeJS.ErrnoException): never {
  throw new BenchError("LIMIT_TOO_LOW", `the link cannot open another connection (${error.code})`, {
    hint: "each client needs two open files and a port of the link: raise ulimit -n, or lower the clients",
    cause: error,
  });
}

runRole(() => new Relay(), NICENESS);
