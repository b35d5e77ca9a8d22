import type { Clock } from "../core/clock.ts";
import type { LoadReport, PublisherReport, RoleReport, ServerReport } from "../core/messages.ts";
import { type Scenario, streamSpecOf } from "../core/scenario.ts";
import { type Milliseconds, msToNs, nsToMs } from "../core/units.ts";
import { Crew, type Member } from "./crew.ts";
import type { Engine } from "./engine.ts";
import { ingestPath } from "./ingest-path.ts";
import { workersFor } from "./limits.ts";
import { CONNECT_RATE, DRAIN_SLACK_MS, maxWaitMs, type PlannedCell, SETTLE_MS } from "./plan.ts";
import type { Phase } from "./progress.ts";

/** What the processes of one cell reported. */
export interface CellReports {
  readonly publisher: PublisherReport;
  readonly server: ServerReport;
  readonly load: readonly LoadReport[];
}

export interface CellOptions {
  readonly scenario: Scenario;
  readonly cell: PlannedCell;
  readonly engine: Engine;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly onPhase: (phase: Phase) => void;
  /** A few times a second: clients connected and events delivered so far. */
  readonly onBeat: (connected: number, delivered: number) => void;
}

/** How long a process may take to answer what it can answer at once. */
const ANSWER_MS: Milliseconds = 20_000;
/** How long clients may take to connect beyond the time their pacing takes. */
const CONNECT_SLACK_MS: Milliseconds = 15_000;
/** From the order to start until the stream's start: time for the order to reach every process. */
const LEAD_MS: Milliseconds = 200;
const BEAT_MS: Milliseconds = 250;

/**
 * Runs one cell: a fresh publisher, server and load workers, through the phases, and what they reported.
 * Rejects with the first fault of any of them, or with the signal's reason; nothing is left running.
 */
export async function runCell(options: CellOptions): Promise<CellReports> {
  const crew = new Crew(options.engine, options.signal);
  const ingest = ingestPath();
  let beats: NodeJS.Timeout | undefined;
  try {
    options.onPhase("start");
    const roles = await prepare(crew, ingest.path, options);
    ingest.remove();
    beats = setInterval(() => {
      const sum = (key: "connected" | "delivered") =>
        roles.workers.reduce((total, worker) => total + (worker.beat[key] ?? 0), 0);
      options.onBeat(sum("connected"), sum("delivered"));
    }, BEAT_MS);
    await connect(crew, roles, options);
    await stream(crew, roles, options);
    options.onPhase("collect");
    const reports = await collect(roles);
    options.onPhase("stop");
    await crew.dismiss();
    return reports;
  } finally {
    clearInterval(beats);
    await crew.disband();
    ingest.remove();
  }
}

interface Roles {
  readonly publisher: Member;
  readonly server: Member;
  readonly workers: readonly Member[];
}

async function prepare(crew: Crew, ingest: string, { scenario, cell }: CellOptions): Promise<Roles> {
  const { transport, module, params } = cell.entry;
  const reference = { transport, params, ...(module === undefined ? {} : { module }) };
  const streamSpec = streamSpecOf(scenario, cell.entry);
  const shares = spread(scenario.clients, workersFor(scenario.clients));
  const server = crew.hire("server", `${cell.entry.id} server`);
  const publisher = crew.hire("publisher", "publisher");
  const workers = shares.map((_, i) =>
    crew.hire("load", shares.length === 1 ? "load worker" : `load worker ${i + 1}`),
  );

  const { url = "" } = await server.ask(
    {
      type: "prepare",
      options: { role: "server", transport: reference, ingest, host: "127.0.0.1", port: 0 },
    },
    "ready",
    ANSWER_MS,
  );
  await Promise.all([
    publisher.ask(
      { type: "prepare", options: { role: "publisher", stream: streamSpec, ingest } },
      "ready",
      ANSWER_MS,
    ),
    ...workers.map((worker, i) =>
      worker.ask(
        {
          type: "prepare",
          options: {
            role: "load",
            transport: reference,
            url,
            stream: streamSpec,
            seed: scenario.seed,
            headers: scenario.headers,
            cookieBytes: scenario.cookieBytes,
            ...shares[i]!,
            connectRate: CONNECT_RATE / shares.length,
          },
        },
        "ready",
        ANSWER_MS,
      ),
    ),
  ]);
  return { publisher, server, workers };
}

async function connect(
  crew: Crew,
  { server, workers }: Roles,
  { scenario, onPhase }: CellOptions,
): Promise<void> {
  onPhase("connect");
  await server.ask({ type: "mark", name: "idle" }, "marked", ANSWER_MS);
  const timeoutMs = (scenario.clients / CONNECT_RATE) * 1000 + CONNECT_SLACK_MS;
  await Promise.all(
    workers.map((worker) => worker.ask({ type: "connect", timeoutMs }, "connected", timeoutMs + ANSWER_MS)),
  );
  onPhase("settle");
  await crew.sleep(SETTLE_MS);
  await server.ask({ type: "mark", name: "connected" }, "marked", ANSWER_MS);
}

/** Warm-up, window and drain. */
async function stream(
  crew: Crew,
  roles: Roles,
  { scenario, cell, clock, onPhase }: CellOptions,
): Promise<void> {
  const { warmupMs, measureMs } = scenario.phases;
  const at = clock.now() + msToNs(LEAD_MS);
  const from = at + msToNs(warmupMs);
  const to = from + msToNs(measureMs);
  const until = (moment: number): Promise<void> => crew.sleep(nsToMs(moment - clock.now()));

  const complete = roles.workers.map((worker) => worker.next("complete"));
  for (const member of [...roles.workers, roles.server, roles.publisher]) {
    member.send({ type: "start", at, from, to });
  }
  onPhase("warm-up");
  await until(from);
  onPhase("measure");
  await until(to);
  onPhase("drain");
  await Promise.race([Promise.all(complete), crew.sleep(maxWaitMs(cell.entry) + DRAIN_SLACK_MS)]);
}

/** Workers first: once they have closed every client, the server's counts stand still. */
async function collect({ publisher, server, workers }: Roles): Promise<CellReports> {
  const ask = async <R extends RoleReport>(member: Member): Promise<R> => {
    const { report } = await member.ask({ type: "collect" }, "report", ANSWER_MS);
    return report as R;
  };
  const load = await Promise.all(workers.map((worker) => ask<LoadReport>(worker)));
  return { load, publisher: await ask<PublisherReport>(publisher), server: await ask<ServerReport>(server) };
}

/** Splits clients over workers as evenly as they go. */
export function spread(clients: number, workers: number): { firstClient: number; clients: number }[] {
  return Array.from({ length: workers }, (_, i) => {
    const first = Math.floor((i * clients) / workers);
    return { firstClient: first, clients: Math.floor(((i + 1) * clients) / workers) - first };
  });
}
