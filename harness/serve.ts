import { hostClock } from "../core/clock.ts";
import { type Scenario, streamSpecOf, type TransportEntry } from "../core/scenario.ts";
import { msToNs } from "../core/units.ts";
import { Crew } from "./crew.ts";
import type { Engine } from "./engine.ts";
import { localEngine } from "./engines/local.ts";
import { ingestPath } from "./ingest-path.ts";

export interface ServeOptions {
  readonly entry: TransportEntry;
  /** Its stream is what is published, from the moment the server stands. */
  readonly scenario: Scenario;
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Aborting ends the server. */
  readonly signal: AbortSignal;
  readonly engine?: Engine;
}

export interface Served {
  readonly url: string;
  /** Resolves when the signal aborted and everything is gone; rejects when a process failed. */
  readonly closed: Promise<void>;
}

const LEAD_MS = 200;

/** Starts one server and a publisher that feeds it, for a look by hand. */
export async function serveTransport(options: ServeOptions): Promise<Served> {
  const { entry, scenario, host, port, signal, engine = localEngine } = options;
  const { transport, module, params } = entry;
  const crew = new Crew(engine, signal);
  const ingest = ingestPath();
  const end = async (): Promise<void> => {
    await crew.dismiss();
    ingest.remove();
  };
  try {
    const server = crew.hire("server", `${entry.id} server`);
    const publisher = crew.hire("publisher", "publisher");
    const reference = { transport, params, ...(module === undefined ? {} : { module }) };
    const { url = "" } = await server.prepare({
      role: "server",
      transport: reference,
      ingest: ingest.path,
      host,
      port,
    });
    const stream = streamSpecOf(scenario, entry);
    await publisher.prepare({ role: "publisher", stream, ingest: ingest.path });
    const at = hostClock().now() + msToNs(LEAD_MS);
    const to = at + msToNs(stream.spanMs);
    for (const member of [server, publisher]) member.send({ type: "start", at, from: at, to });
    return { url, closed: untilAborted(crew, signal).finally(end) };
  } catch (error) {
    await end();
    throw error;
  }
}

async function untilAborted(crew: Crew, signal: AbortSignal): Promise<void> {
  try {
    await crew.orFail(new Promise<never>(() => {}));
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
