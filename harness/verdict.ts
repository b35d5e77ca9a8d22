import { Histogram } from "../core/histogram.ts";
import type { PublisherReport } from "../core/messages.ts";
import type { ResultNote, ResultVerdict } from "../core/result.ts";
import { type Scenario, streamSpecOf, type TransportEntry } from "../core/scenario.ts";
import { type Milliseconds, nsToMs } from "../core/units.ts";
import { P99_SAMPLES } from "./cell-metrics.ts";
import type { LinkAccount } from "./link-account.ts";
import type { Load } from "./merge.ts";

/** A load worker busier than this in any second of the window handles events late. */
export const MAX_UTILIZATION = 0.85;
/** In-worker wait (p99) up to this is noise of any cell, */
export const MAX_WAIT_MS: Milliseconds = 5;
/** and up to this share of the cell's median latency it does not change what is read off it. */
export const MAX_WAIT_SHARE = 0.25;
/** Publisher slip (p99) up to this is a timer's, */
export const MAX_SLIP_MS: Milliseconds = 2;
/** and up to this share of the cell's median latency it is small beside what is measured. */
export const MAX_SLIP_SHARE = 0.1;
/** A cell with fewer of its clients connected is another cell. */
export const MIN_CONNECTED_SHARE = 0.99;
/** With fewer distinct waits the mean depends on the phase that the polls happened to have. */
export const MIN_DISTINCT_WAITS = 20;

/**
 * Reasons that spoil times and nothing else: the harness was late. What was delivered and what it cost in bytes
 * follows from stream and protocol all the same.
 */
export const TIMING_REASONS: readonly string[] = ["LOAD_SATURATED", "LOAD_LATE", "PUBLISHER_LATE"];

export interface Evidence {
  readonly scenario: Scenario;
  readonly entry: TransportEntry;
  readonly load: Load;
  readonly publisher: PublisherReport;
  /** Absent without a link. */
  readonly link?: LinkAccount | undefined;
  /** Whether the machine was busy with something else when the run began. */
  readonly hostBusy: boolean;
}

/**
 * Whether a cell measured its subject. `invalid` when the harness measured itself; each reason names what ran
 * out and what to change. Warnings leave a cell valid.
 */
export function judge(evidence: Evidence): ResultVerdict {
  const reasons = REASONS.flatMap((rule) => rule(evidence) ?? []);
  const warnings = WARNINGS.flatMap((rule) => rule(evidence) ?? []);
  return { status: reasons.length === 0 ? "valid" : "invalid", reasons, warnings };
}

type Rule = (evidence: Evidence) => ResultNote | undefined;

const REASONS: readonly Rule[] = [
  function notConnected({ load, scenario }) {
    if (load.connected >= MIN_CONNECTED_SHARE * scenario.clients) return undefined;
    const fault = load.firstFault === undefined ? "" : ` (${load.firstFault})`;
    return {
      code: "NOT_CONNECTED",
      message: `only ${load.connected} of ${scenario.clients} clients connected${fault}: ask for fewer with --clients`,
    };
  },
  function publisherShort({ publisher }) {
    if (publisher.emitted >= publisher.scheduled) return undefined;
    return {
      code: "PUBLISHER_SHORT",
      message: `the publisher emitted ${publisher.emitted} of ${publisher.scheduled} events: lower the event rate`,
    };
  },
  function noEvents({ load }) {
    if (load.audit.expected > 0) return undefined;
    return { code: "NO_EVENTS", message: "no event was due in the window: lengthen it with --duration" };
  },
  function negativeLatency({ load }) {
    if (load.negativeLatencies === 0) return undefined;
    return {
      code: "NEGATIVE_LATENCY",
      message: `${load.negativeLatencies} events arrived before they were due: the clocks of the processes disagree`,
    };
  },
  function workerSaturated({ load }) {
    if (load.utilization.max <= MAX_UTILIZATION) return undefined;
    return {
      code: "LOAD_SATURATED",
      message:
        `a load worker was busy ${percent(load.utilization.max)} of a second (limit ${percent(MAX_UTILIZATION)}): ` +
        "its own lateness is in the latencies; use fewer clients or a lower rate",
    };
  },
  function workerLate({ load, scenario }) {
    // All clients' copies of one event wait together: they are one sample, not a hundred.
    const wait = load.wait.quantile(rareShare(load.audit.expected / scenario.clients));
    if (wait === undefined) return undefined;
    const limit = Math.max(MAX_WAIT_MS, MAX_WAIT_SHARE * medianMs(load));
    if (nsToMs(wait) <= limit) return undefined;
    return {
      code: "LOAD_LATE",
      message:
        `events waited ${shown(nsToMs(wait))} ms (p99) inside a load worker (limit ${shown(limit)} ms): ` +
        "use fewer clients or a lower rate",
    };
  },
  function publisherLate({ load, publisher }) {
    const slips = Histogram.fromData(publisher.slip);
    const slip = slips.quantile(rareShare(slips.count));
    if (slip === undefined) return undefined;
    const limit = Math.max(MAX_SLIP_MS, MAX_SLIP_SHARE * medianMs(load));
    if (nsToMs(slip) <= limit) return undefined;
    return {
      code: "PUBLISHER_LATE",
      message:
        `events were published ${shown(nsToMs(slip))} ms late (limit ${shown(limit)} ms): ` +
        "something else kept the cores busy; end it, or lower the rate or the clients",
    };
  },
  function ledgerOpen({ load }) {
    const { up, down, socketUp, socketDown } = load.ledger;
    // A connection cut while sending, or by malformed bytes, takes uncounted bytes with it.
    if (load.lostConnections > 0 || load.malformed > 0 || (up === socketUp && down === socketDown))
      return undefined;
    return {
      code: "LEDGER_OPEN",
      message: `bytes by purpose (${up} up, ${down} down) differ from the sockets' counts (${socketUp}, ${socketDown}): this is a fault of the harness`,
    };
  },
  function linkLedgerOpen(evidence) {
    const message = linkLedger(evidence);
    if (message === undefined) return undefined;
    return { code: "LEDGER_OPEN", message: `${message}: this is a fault of the harness` };
  },
];

/** What the link counted differs from what the clients' sockets did, or from itself. */
function linkLedger({ link, load }: Evidence): string | undefined {
  if (link === undefined) return undefined;
  const { fromClients, toServer, droppedUp, fromServer, toClients, droppedDown } = link.bytes;
  if (fromClients !== toServer + droppedUp || fromServer !== toClients + droppedDown) {
    return `of ${fromClients} bytes up and ${fromServer} down the link handed on ${toServer} and ${toClients} and dropped ${droppedUp} and ${droppedDown}`;
  }
  const { socketUp, socketDown } = load.ledger;
  // On a connection that broke, bytes die in the kernel's buffers: before the link upwards, behind it downwards.
  const broke = load.lostConnections > 0 || load.malformed > 0;
  const agrees = broke
    ? fromClients <= socketUp && socketDown <= toClients
    : fromClients === socketUp && socketDown === toClients;
  if (agrees) return undefined;
  return `the clients' sockets count ${socketUp} bytes up and ${socketDown} down, the link ${fromClients} and ${toClients}`;
}

const WARNINGS: readonly Rule[] = [
  function lost({ load }) {
    const { lost, duplicated, reordered, corrupted } = load.audit;
    const wrong = { lost, "delivered twice": duplicated, reordered, corrupted };
    const found = Object.entries(wrong).flatMap(([what, count]) => (count > 0 ? [`${count} ${what}`] : []));
    if (found.length === 0) return undefined;
    return {
      code: "DELIVERY",
      message: `not every event arrived once, in order and intact: ${found.join(", ")}`,
    };
  },
  function phaseLocked({ scenario, entry }) {
    const waits = fewWaits(scenario, entry);
    if (waits === undefined) return undefined;
    return {
      code: "PHASE_LOCKED",
      message: `events and polls share a period, so a client sees only ${waits} different waits: use poisson arrivals`,
    };
  },
  function fewSamples({ load }) {
    const { count } = load.latency;
    if (count === 0 || count >= P99_SAMPLES) return undefined;
    return {
      code: "FEW_SAMPLES",
      message: `${count} samples are too few for a p99 (${P99_SAMPLES} needed): more clients, events or time`,
    };
  },
  function connectionLost({ load }) {
    if (load.lostConnections === 0) return undefined;
    const fault = load.firstFault === undefined ? "" : `; first: ${load.firstFault}`;
    return {
      code: "CONNECTION_LOST",
      message: `clients lost their connection ${load.lostConnections} times${fault}`,
    };
  },
  function malformed({ load }) {
    if (load.malformed === 0) return undefined;
    return {
      code: "MALFORMED",
      message: `the server broke its protocol ${load.malformed} times; first: ${load.firstFault ?? "unknown"}`,
    };
  },
  function gone({ load }) {
    if (load.gone === 0) return undefined;
    return {
      code: "GONE",
      message: `the server's log no longer reached back to a client's cursor ${load.gone} times`,
    };
  },
  function busyHost({ hostBusy }) {
    if (!hostBusy) return undefined;
    return { code: "HOST_BUSY", message: "the machine was busy with something else when the run began" };
  },
];

/**
 * With period P and poll interval T in lowest terms P/T = a/b, a client sees b distinct waits. `undefined`
 * when there are enough of them, arrivals are not periodic or nothing is polled.
 */
function fewWaits(scenario: Scenario, entry: TransportEntry): number | undefined {
  const { intervalMs, pacing } = entry.params;
  if (scenario.stream.arrivals !== "periodic" || typeof intervalMs !== "number") return undefined;
  // Polls that wait for answers have no period: they drift past the events.
  if (pacing === "fixed-delay") return undefined;
  const interval = intervalMs * 1000;
  const period = 1e6 / streamSpecOf(scenario, entry).rate;
  for (let waits = 1; waits < MIN_DISTINCT_WAITS; waits++) {
    const polls = Math.round((waits * period) / interval);
    // To the microsecond: what is further apart drifts through other waits within a run.
    if (Math.abs(waits * period - polls * interval) < 1) return waits;
  }
  return undefined;
}

/** The 99th percentile, or less where one event alone would be it: one late among a few dozen is luck. */
const rareShare = (events: number): number => Math.max(0, Math.min(0.99, 1 - 1.5 / events));

const medianMs = (load: Load): Milliseconds => nsToMs(load.latency.quantile(0.5) ?? 0);
const percent = (share: number): string => `${Math.round(share * 100)} %`;
const shown = (ms: number): string => ms.toFixed(ms < 10 ? 1 : 0);
