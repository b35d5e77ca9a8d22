import { createRequire } from "node:module";
import type { Clock } from "../../core/clock.ts";
import type { SaturatorReport, ServerReport } from "../../core/messages.ts";
import type { Scenario, TransportEntry } from "../../core/scenario.ts";
import { EventStream, type StreamSpec } from "../../core/stream.ts";
import { type Milliseconds, msToNs, nsToMs } from "../../core/units.ts";
import { Crew } from "../crew.ts";
import type { Engine } from "../engine.ts";
import { ingestPath } from "../ingest-path.ts";
import { serverUsage } from "./step.ts";

/** What each request finds: nothing new, or one event. */
export type Answered = "empty" | "event";

/** What a server that is asked as fast as it answers can take. A throughput: no latency belongs to it. */
export interface Saturation {
  readonly answers: Answered;
  readonly connections: number;
  readonly generator: string;
  readonly requestsPerSecond: number;
  /** Cores that the server's process used. */
  readonly serverCpuUtilization: number;
  readonly serverCpuUsPerRequest: number;
  /** Cores that the generator's process used. */
  readonly generatorCpuUtilization: number;
  /** Requests without an answer, and answers of another kind than asked for. */
  readonly failures: number;
}

export interface SaturateOptions {
  readonly scenario: Scenario;
  readonly entry: TransportEntry;
  readonly answers: Answered;
  readonly engine: Engine;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** Connections that ask, each again as soon as it is answered. */
export const CONNECTIONS = 50;
const ANSWER_MS: Milliseconds = 20_000;
/** From the order to start until the publisher's first event. */
const LEAD_MS: Milliseconds = 200;
/** From the publisher's last event until the first request: the server has them all. */
const SETTLE_MS: Milliseconds = 300;
/** Counting takes this much longer than the window: the counts' own edges. */
const EDGE_MS: Milliseconds = 100;
/** A few events to ask for; more are not needed. */
const EVENTS = { arrivals: "periodic", rate: 100, spanMs: 50 } as const;

const PATHS: Readonly<Record<string, string>> = { polling: "/polling", "long-polling": "/long-polling" };

/** What the endpoint of an entry can be saturated with: a long poll without an event is not answered at all. */
export function saturable({ transport, module }: TransportEntry): readonly Answered[] {
  if (module !== undefined) return [];
  if (transport === "polling") return ["empty", "event"];
  return transport === "long-polling" ? ["event"] : [];
}

/** Saturates an entry's endpoint over a window of the scenario's length. Nothing is left running. */
export async function saturate(options: SaturateOptions): Promise<Saturation> {
  const { scenario, entry, answers, clock } = options;
  const crew = new Crew(options.engine, options.signal);
  const ingest = ingestPath();
  try {
    const server = crew.hire("server", `${entry.id} server`);
    const publisher = crew.hire("publisher", "publisher");
    const saturator = crew.hire("saturator", "saturator");
    const transport = { transport: entry.transport, params: entry.params };
    const { url = "" } = await server.prepare({
      role: "server",
      transport,
      ingest: ingest.path,
      host: "127.0.0.1",
      port: 0,
    });
    const { seed, headers, cookieBytes } = scenario;
    const stream: StreamSpec = { seed, payloadBytes: scenario.stream.payloadBytes, ...EVENTS };
    await Promise.all([
      publisher.prepare({ role: "publisher", stream, ingest: ingest.path }),
      saturator.prepare({
        role: "saturator",
        url: addressOf(url, entry, answers, stream),
        headers,
        cookieBytes,
        connections: CONNECTIONS,
      }),
    ]);

    const at = clock.now() + msToNs(LEAD_MS);
    const asking = at + msToNs(EVENTS.spanMs + SETTLE_MS);
    const from = asking + msToNs(scenario.phases.warmupMs);
    const to = from + msToNs(scenario.phases.measureMs);
    for (const member of [server, publisher]) member.send({ type: "start", at, from, to });
    await crew.sleep(nsToMs(asking - clock.now()));
    saturator.send({ type: "start", at: asking, from, to });
    await crew.sleep(nsToMs(to - clock.now()) + EDGE_MS);

    const counted = await saturator.ask({ type: "collect" }, "report", ANSWER_MS);
    const cost = await server.ask({ type: "collect" }, "report", ANSWER_MS);
    await crew.dismiss();
    const windowMs = scenario.phases.measureMs;
    return saturation(answers, counted.report as SaturatorReport, cost.report as ServerReport, windowMs);
  } finally {
    await crew.disband();
    ingest.remove();
  }
}

/** A cursor at the newest event finds nothing, one before it finds one event. */
function addressOf(base: string, entry: TransportEntry, answers: Answered, stream: StreamSpec): string {
  const newest = new EventStream(stream).events;
  const url = new URL(PATHS[entry.transport]!, base);
  url.searchParams.set("after", String(answers === "empty" ? newest : newest - 1));
  if (entry.params.holdMs !== undefined) url.searchParams.set("holdMs", String(entry.params.holdMs));
  return url.href;
}

/** Throughput and its cost from what both sides counted. */
export function saturation(
  answers: Answered,
  saturator: SaturatorReport,
  server: ServerReport,
  windowMs: Milliseconds,
): Saturation {
  const wanted = saturator.answers[answers === "empty" ? "204" : "200"] ?? 0;
  const others = Object.values(saturator.answers).reduce((sum, count) => sum + count, 0) - wanted;
  const seconds = nsToMs(saturator.countedNs) / 1000;
  // A server whose loop never came round to reading its CPU time was as busy as can be.
  const utilization = serverUsage(server, windowMs) ?? 1;
  const perSecond = seconds === 0 ? 0 : wanted / seconds;
  return {
    answers,
    connections: CONNECTIONS,
    generator: `autocannon ${generatorVersion()}`,
    requestsPerSecond: perSecond,
    serverCpuUtilization: utilization,
    serverCpuUsPerRequest: perSecond === 0 ? 0 : (utilization * 1e6) / perSecond,
    generatorCpuUtilization: seconds === 0 ? 0 : saturator.cpuUs / (seconds * 1e6),
    failures: saturator.failures + others,
  };
}

const generatorVersion = (): string =>
  (createRequire(import.meta.url)("autocannon/package.json") as { version: string }).version;
