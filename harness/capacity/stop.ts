import type { ResultNote } from "../../core/result.ts";
import type { Miss, Objective } from "./objective.ts";
import type { Measured, Step } from "./step.ts";

/** What kept a search from going higher. */
export type StopKind =
  | "server-cpu"
  | "load-worker"
  | "publisher"
  | "machine-cpu"
  | "descriptors"
  | "ports"
  | "loss"
  | "latency"
  | "fault"
  | "invalid"
  | "max"
  | "time";

export interface Stop {
  readonly kind: StopKind;
  /** In words, for the end of a sentence. */
  readonly message: string;
}

/** A server process that uses this much of a core has no more to give: JavaScript runs on one. */
export const FULL_CORE = 0.9;
/** Processes that together use this much of all cores take them from one another. */
export const FULL_MACHINE = 0.95;
/** Sending one event to all that takes the server this share of the latency limit is what uses the limit up. */
export const FAN_OUT_SHARE = 0.5;

/** Stops that say nothing of the server's own limit: the figure is a lower bound of its capacity. */
const NOT_THE_SERVER: ReadonlySet<StopKind> = new Set([
  "load-worker",
  "publisher",
  "machine-cpu",
  "descriptors",
  "ports",
  "invalid",
  "max",
  "time",
]);

/** Whether the server could take more than was found. */
export const isLowerBound = ({ kind }: Stop): boolean => NOT_THE_SERVER.has(kind);

/** What the failed step ran into. The harness's own limits come first: where it failed, it judges nobody else. */
export function nameStop(step: Step, objective: Objective, cores: number): Stop {
  const { outcome } = step;
  if (outcome.type === "failed") return { kind: "fault", message: outcome.error.message };
  return (
    ofVerdict(outcome) ??
    ofCpu(outcome, objective, cores) ??
    ofDelivery(outcome) ?? { kind: "latency", message: latencyMessage(outcome, objective) }
  );
}

function ofVerdict({ cell, firstFault = "" }: Measured): Stop | undefined {
  const { reasons } = cell.verdict;
  const [first] = reasons;
  if (first === undefined) return undefined;
  const starting = (...words: string[]) =>
    reasons.find(({ code }) => words.some((word) => code.startsWith(word)));

  const refused = starting("NOT_CONNECTED");
  if (refused !== undefined && firstFault.includes("EMFILE")) {
    return { kind: "descriptors", message: `a process ran out of file descriptors: ${what(refused)}` };
  }
  if (refused !== undefined && firstFault.includes("EADDRNOTAVAIL")) {
    return { kind: "ports", message: `local ports ran out: ${what(refused)}` };
  }
  const load = starting("LOAD_");
  if (load !== undefined) {
    return {
      kind: "load-worker",
      message: `the load side saturated first (${load.code}): ${what(load)}`,
    };
  }
  const publisher = starting("PUBLISHER_");
  if (publisher !== undefined) {
    return {
      kind: "publisher",
      message: `the publisher fell behind first (${publisher.code}): ${what(publisher)}`,
    };
  }
  return { kind: "invalid", message: `the measurement was invalid (${first.code}): ${what(first)}` };
}

function ofCpu({ usage, fanOutMs }: Measured, objective: Objective, cores: number): Stop | undefined {
  const { server, load } = usage;
  if (server === undefined) {
    return { kind: "server-cpu", message: "the server's event loop never caught up with its work" };
  }
  if (server >= FULL_CORE) {
    return { kind: "server-cpu", message: `the server's process used ${percent(server)} of a core` };
  }
  if (server + load >= FULL_MACHINE * cores) {
    const used = Number((server + load).toFixed(2));
    return {
      kind: "machine-cpu",
      message: `server and load side shared ${used} of the machine's ${cores} cores and had none to spare`,
    };
  }
  const limited = objective.metric.startsWith("latency") && objective.op.startsWith("<");
  if (limited && fanOutMs !== undefined && fanOutMs >= FAN_OUT_SHARE * objective.value) {
    return {
      kind: "server-cpu",
      message:
        `one event took ${fanOutMs.toFixed(0)} ms of the server's CPU until every client had it, ` +
        `though on average it used only ${percent(server)} of a core`,
    };
  }
  return undefined;
}

function ofDelivery({ misses }: Measured): Stop | undefined {
  const lost = find(misses, "lost");
  if (lost === undefined) return undefined;
  const [events, expected] = [lost.events, lost.expected].map((count) => count.toLocaleString("en-US"));
  return { kind: "loss", message: `${events} of ${expected} events did not arrive` };
}

function latencyMessage({ misses, usage }: Measured, objective: Objective): string {
  const value = find(misses, "missed")?.value;
  const became = value === undefined ? "was not measured" : `was ${Number(value.toPrecision(3))}`;
  return (
    `${objective.metric} ${became}, with the server at ${percent(usage.server ?? 0)} of a core ` +
    `and the busiest load worker at ${percent(usage.worker)}`
  );
}

const find = <T extends Miss["type"]>(
  misses: readonly Miss[],
  type: T,
): Extract<Miss, { type: T }> | undefined =>
  misses.find((miss): miss is Extract<Miss, { type: T }> => miss.type === type);

/** What ran out, without the remedy that follows it: the search has no other to offer than the answer it found. */
const what = ({ message }: ResultNote): string => message.split(/[:;](?:\s|$)/)[0]!;

const percent = (share: number): string => `${Math.round(share * 100)} %`;
