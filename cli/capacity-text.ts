import type { MetricValues } from "../core/metrics.ts";
import { formatBytes, formatDuration } from "../core/units.ts";
import type { Capacity } from "../harness/capacity/capacity.ts";
import type { Question } from "../harness/capacity/document.ts";
import { DEFAULT_P99_MS, formatObjective, type Miss } from "../harness/capacity/objective.ts";
import type { Saturation } from "../harness/capacity/saturate.ts";
import type { Measured, Step } from "../harness/capacity/step.ts";
import { FULL_CORE, isLowerBound } from "../harness/capacity/stop.ts";
import { maxWaitMs } from "../harness/plan.ts";
import { capitalised, listed, proseName } from "../reports/names.ts";
import { ABSENT, formatCount, formatNumber } from "../reports/numbers.ts";

/** What a search found, for people: the conditions, every step, the answer in a sentence. */
export function capacityText(
  capacity: Capacity,
  question: Question,
  { colour }: { readonly colour: boolean },
): string {
  const { steps, saturations } = capacity;
  const bold = (text: string): string => (colour ? `\u001b[1m${text}\u001b[22m` : text);
  const dim = (text: string): string => (colour ? `\u001b[2m${text}\u001b[22m` : text);
  const [head = "", ...rows] = stepTable(steps, question);
  return [
    conditions(question),
    ...(steps.length === 0 ? [] : ["", dim(head), ...rows]),
    "",
    bold(answer(capacity, question)),
    ...(saturations.length === 0 ? [] : ["", saturationText(saturations)]),
    ...(steps.some(onBusyHost) ? ["", BUSY] : []),
    "",
  ].join("\n");
}

const BUSY =
  "The machine was busy with something else when the search began: on a quiet one it may take more.";

const onBusyHost = ({ outcome }: Step): boolean =>
  outcome.type === "measured" && outcome.cell.verdict.warnings.some(({ code }) => code === "HOST_BUSY");

function conditions({ scenario, entry, by, objective }: Question): string {
  const { stream, phases, headers, clients } = scenario;
  const fixed =
    by === "clients"
      ? `${stream.rate} events/s ${stream.arrivals}`
      : `${clients} clients, ${stream.arrivals}`;
  const waits = maxWaitMs(entry);
  const isDefault = objective.metric === "latencyP99Ms" && objective.value === waits + DEFAULT_P99_MS;
  const why =
    waits > 0 && isDefault
      ? ` (${formatDuration(DEFAULT_P99_MS)} and the poll interval of ${formatDuration(waits)})`
      : "";
  return [
    `capacity of ${entry.id} by ${by}: ${fixed} · ${formatBytes(stream.payloadBytes)} payload · ${headers} headers · steps of ${formatDuration(phases.measureMs)}`,
    `objective: ${formatObjective(objective)}${why}, none lost, valid verdict`,
  ].join("\n");
}

const HEADS = ["p50 ms", "p99 ms", "delivered/s", "server CPU", "worker busy"];

function stepTable(steps: readonly Step[], { by }: Question): string[] {
  const head = ["step", by === "clients" ? "clients" : "events/s", ...HEADS];
  const rows = steps.map((step, i) => [String(i + 1), formatCount(step.point), ...figures(step)]);
  const widths = head.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i]!.length)));
  const line = (cells: readonly string[], last: string): string =>
    `${cells.map((cell, i) => cell.padStart(widths[i]!)).join("  ")}  ${last}`;
  return [line(head, "verdict"), ...rows.map((row, i) => line(row, verdictText(steps[i]!)))];
}

function figures({ outcome }: Step): string[] {
  if (outcome.type === "failed") return HEADS.map(() => ABSENT);
  const { usage, deliveredPerSecond } = outcome;
  const { latencyP50Ms } = outcome.cell.metrics as MetricValues;
  return [
    latencyP50Ms === undefined ? ABSENT : formatNumber(latencyP50Ms),
    p99Text(outcome),
    formatCount(Math.round(deliveredPerSecond)),
    usage.server === undefined ? ABSENT : percent(usage.server),
    percent(usage.worker),
  ];
}

/** The 99th percentile; where there are too few samples for one, what it is not above. */
function p99Text({ cell }: Measured): string {
  const { latencyP99Ms, latencyMaxMs } = cell.metrics as MetricValues;
  if (latencyP99Ms !== undefined) return formatNumber(latencyP99Ms);
  return latencyMaxMs === undefined ? ABSENT : `≤ ${formatNumber(latencyMaxMs)}`;
}

/** What became of a step, in a few words. */
export function verdictText({ outcome }: Step): string {
  if (outcome.type === "failed") return `FAILED: ${outcome.error.message}`;
  return outcome.misses.length === 0 ? "held" : outcome.misses.map(missText).join(", ");
}

function missText(miss: Miss): string {
  switch (miss.type) {
    case "invalid":
      return `INVALID (${miss.codes.join(", ")})`;
    case "lost":
      return `${formatCount(miss.events)} lost`;
    case "missed":
      return miss.value === undefined ? "not measured" : `missed (${formatNumber(miss.value)})`;
    default:
      return miss satisfies never;
  }
}

/** The answer in one sentence, and what stopped it. */
export function answer(
  { ending }: Pick<Capacity, "ending">,
  { scenario, entry, by, objective }: Question,
): string {
  const name = capitalised(proseName(entry.id, entry.transport));
  const kept = `${formatObjective(objective)} and nothing lost`;
  const at = by === "clients" ? `at ${scenario.stream.rate} events/s` : `to ${scenario.clients} clients`;
  const amount = (point: number): string => {
    const unit = by === "rate" ? "events/s" : point === 1 ? "client" : "clients";
    return `${formatCount(point)} ${unit}`;
  };
  switch (ending.type) {
    case "found": {
      const { stop, failed, point } = ending;
      const where = failed === undefined || stop.kind === "time" ? "" : `at ${formatCount(failed)} `;
      const bound = isLowerBound(stop) ? ", so this is a lower bound of the server's capacity" : "";
      return `${name} took ${amount(point)} ${at} with ${kept}; ${where}${stop.message}${bound}.`;
    }
    case "none":
      return `${name} did not keep ${kept} even with ${amount(ending.point)} ${at}: ${ending.stop.message}.`;
    case "interrupted":
      return ending.point === undefined
        ? "Interrupted before any step held."
        : `Interrupted: until then, ${amount(ending.point)} ${at} had held.`;
    default:
      return ending satisfies never;
  }
}

/** Throughput at saturation in a sentence. */
export function saturationText(saturations: readonly Saturation[]): string {
  const [first] = saturations;
  const rates = saturations.map(
    ({ answers, requestsPerSecond, serverCpuUsPerRequest, serverCpuUtilization }) =>
      `${formatCount(Math.round(requestsPerSecond))} ${answers === "empty" ? "empty answers/s" : "answers/s with one event"} ` +
      `(${formatNumber(serverCpuUsPerRequest)} µs of server CPU each, server at ${percent(serverCpuUtilization)} of a core)`,
  );
  const idle = saturations.filter((each) => each.serverCpuUtilization < FULL_CORE);
  const generator = Math.max(...idle.map((each) => each.generatorCpuUtilization));
  const failures = saturations.reduce((sum, each) => sum + each.failures, 0);
  return [
    `Asked again at once over ${first?.connections} connections (${first?.generator}, throughput only), it gave ${listed(rates)}`,
    ...(idle.length > 0
      ? [
          `the server did not use a whole core (the side that asks used ${percent(generator)} of one), so this is a lower bound of what it can answer`,
        ]
      : []),
    ...(failures > 0 ? [`${formatCount(failures)} requests were not answered as asked`] : []),
  ]
    .join("; ")
    .concat(".");
}

const percent = (share: number): string => `${Math.round(share * 100)} %`;
