import { type Scenario, streamSpecOf } from "../core/scenario.ts";
import type { Crew, Member } from "./crew.ts";
import type { RoleProgram } from "./engine.ts";
import { CONNECT_RATE, type PlannedCell } from "./plan.ts";
import { sharesOf } from "./shares.ts";
import { steadyPort } from "./steady-port.ts";
import { Subject } from "./subject.ts";

const HOST = "127.0.0.1";

/** The processes of one cell. */
export interface Roles {
  readonly publisher: Member;
  readonly subject: Subject;
  /** The link's; none without one. */
  readonly relays: readonly Member[];
  readonly workers: readonly Member[];
}

/** The server where it is not this build's own: another build's, or one that loads a transport from elsewhere. */
export interface SubjectSource extends RoleProgram {
  /** Absolute path of the transport's module for the server alone: the clients' stays the scenario's. */
  readonly module?: string | undefined;
}

export interface RolesOptions {
  readonly scenario: Scenario;
  readonly cell: PlannedCell;
  /** Path of the publisher's socket. */
  readonly ingest: string;
  /** Whether this host's loopback interface carries nothing but this cell: its counters are then read. */
  readonly netns?: boolean | undefined;
  /** Whether load workers keep one latency per event. */
  readonly samples?: boolean | undefined;
  /** Where the server comes from; everyone else is always this build's own. */
  readonly source?: SubjectSource | undefined;
}

/** Starts every process of a cell and gets it ready: the server listens, nobody has connected. */
export async function prepareRoles(crew: Crew, options: RolesOptions): Promise<Roles> {
  const { scenario, cell, ingest, source } = options;
  const { transport, module, params } = cell.entry;
  const reference = { transport, params, ...(module === undefined ? {} : { module }) };
  const stream = streamSpecOf(scenario, cell.entry);
  const { shares, relays: relayCount } = sharesOf(scenario.clients, scenario.link);
  const restarts = (scenario.faults ?? []).filter(({ fault }) => fault === "server-restart").length;

  const port = restarts > 0 ? await steadyPort(HOST) : 0;
  const served = source?.module === undefined ? reference : { ...reference, module: source.module };
  const server = { role: "server", transport: served, ingest, host: HOST, port } as const;
  const subject = new Subject(crew, `${cell.entry.id} server`, server, restarts, source);
  const publisher = crew.hire("publisher", "publisher");
  const relays = Array.from({ length: relayCount }, (_, i) =>
    crew.hire("link", numbered("link", i, relayCount)),
  );
  const workers = shares.map((_, i) => crew.hire("load", numbered("load worker", i, shares.length)));

  const serverUrl = await subject.listen();
  const relayUrls = await Promise.all(
    relays.map(async (member, relay) => {
      const link = {
        role: "link",
        link: scenario.link!,
        seed: scenario.seed,
        relay,
        url: serverUrl,
        host: HOST,
      } as const;
      const { url = "" } = await member.prepare(link);
      return url;
    }),
  );
  await Promise.all([
    publisher.prepare({ role: "publisher", stream, ingest }),
    ...workers.map((worker, i) => {
      const { relay, ...share } = shares[i]!;
      const load = {
        role: "load",
        transport: reference,
        url: relayUrls[relay] ?? serverUrl,
        stream,
        seed: scenario.seed,
        headers: scenario.headers,
        cookieBytes: scenario.cookieBytes,
        ...share,
        connectRate: CONNECT_RATE / shares.length,
        ...(options.netns === true && i === 0 ? { countInterface: true } : {}),
        ...(options.samples === true ? { samples: true } : {}),
        // One client of one block is enough for a picture.
        ...(cell.block === 1 && i === 0 ? { record: true } : {}),
      } as const;
      return worker.prepare(load);
    }),
  ]);
  return { publisher, subject, relays, workers };
}

const numbered = (name: string, i: number, of: number): string => (of === 1 ? name : `${name} ${i + 1}`);
