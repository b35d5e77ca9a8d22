import type { Clock } from "../core/clock.ts";
import type { LinkReport, LoadReport, PublisherReport, RoleReport, ServerReport } from "../core/messages.ts";
import type { Scenario } from "../core/scenario.ts";
import { type Milliseconds, msToNs, nsToMs } from "../core/units.ts";
import { Crew, type Member } from "./crew.ts";
import type { Engine } from "./engine.ts";
import { runFaults } from "./faults.ts";
import { ingestPath } from "./ingest-path.ts";
import { ANSWER_MS } from "./limits.ts";
import { CONNECT_RATE, drainMs, type PlannedCell, roundTripMs, SETTLE_MS } from "./plan.ts";
import type { Phase } from "./progress.ts";
import { prepareRoles, type Roles, type SubjectSource } from "./roles.ts";

/** What the processes of one cell reported. */
export interface CellReports {
  readonly publisher: PublisherReport;
  readonly server: ServerReport;
  readonly load: readonly LoadReport[];
  /** One per relay; none without a link. */
  readonly link: readonly LinkReport[];
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
  /** Whether the loopback interface carries nothing but this run, so that its counters are read. */
  readonly netns?: boolean | undefined;
  /** Whether to keep one latency per event. */
  readonly samples?: boolean | undefined;
  /** Where the server comes from when it is another build's; everyone else is always this build's own. */
  readonly source?: SubjectSource | undefined;
}

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
    const roles = await prepareRoles(crew, { ...options, ingest: ingest.path });
    if (!returns(options.scenario)) ingest.remove();
    beats = setInterval(() => {
      const sum = (key: "connected" | "delivered") =>
        roles.workers.reduce((total, worker) => total + (worker.beat[key] ?? 0), 0);
      options.onBeat(sum("connected"), sum("delivered"));
    }, BEAT_MS);
    await connect(crew, roles, options);
    await stream(crew, roles, options);
    options.onPhase("collect");
    const reports = await collect(crew, roles, options);
    options.onPhase("stop");
    await crew.dismiss();
    return reports;
  } finally {
    clearInterval(beats);
    await crew.disband();
    ingest.remove();
  }
}

/** Whether a server of this scenario leaves and comes back: another one then needs the publisher's socket. */
const returns = ({ faults = [] }: Scenario): boolean =>
  faults.some(({ fault }) => fault === "server-restart");

async function connect(
  crew: Crew,
  { subject, workers }: Roles,
  { scenario, onPhase }: CellOptions,
): Promise<void> {
  onPhase("connect");
  await subject.member.ask({ type: "mark", name: "idle" }, "marked", ANSWER_MS);
  const timeoutMs = (scenario.clients / CONNECT_RATE) * 1000 + CONNECT_SLACK_MS;
  await Promise.all(
    workers.map((worker) => worker.ask({ type: "connect", timeoutMs }, "connected", timeoutMs + ANSWER_MS)),
  );
  onPhase("settle");
  await crew.sleep(SETTLE_MS + roundTripMs(scenario));
  await subject.member.ask({ type: "mark", name: "connected" }, "marked", ANSWER_MS);
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
  const start = { type: "start", at, from, to } as const;
  for (const member of [...roles.workers, ...roles.relays, roles.publisher]) member.send(start);
  roles.subject.start(start);
  const faults = runFaults(scenario.faults ?? [], roles.subject, from, {
    clock,
    sleep: (ms) => crew.sleep(ms),
  });
  faults.catch((error) => crew.fail(error));
  onPhase("warm-up");
  await until(from);
  onPhase("measure");
  await until(to);
  onPhase("drain");
  await crew.orFail(faults);
  await Promise.race([Promise.all(complete), crew.sleep(drainMs(scenario, cell.entry))]);
}

/**
 * Clients stop asking, and what is on its way arrives; then the workers first: once they have closed every
 * client, the counts of the link and of the server stand still.
 */
async function collect(crew: Crew, roles: Roles, { scenario }: CellOptions): Promise<CellReports> {
  const { publisher, subject, relays, workers } = roles;
  const ask = async <R extends RoleReport>(member: Member): Promise<R> => {
    const { report } = await member.ask({ type: "collect" }, "report", ANSWER_MS);
    return report as R;
  };
  await crew.sleep(roundTripMs(scenario));
  await Promise.all(workers.map((worker) => worker.ask({ type: "quiet" }, "rested", ANSWER_MS)));
  const load = await Promise.all(workers.map((worker) => ask<LoadReport>(worker)));
  const link = await Promise.all(relays.map((relay) => ask<LinkReport>(relay)));
  return {
    load,
    link,
    publisher: await ask<PublisherReport>(publisher),
    server: await ask<ServerReport>(subject.member),
  };
}
