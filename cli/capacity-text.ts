import { formatBytes, formatDuration } from "../core/units.ts";
import type { Capacity } from "../harness/capacity/capacity.ts";
import type { Question } from "../harness/capacity/document.ts";
import { DEFAULT_P99_MS, formatObjective } from "../harness/capacity/objective.ts";
import type { Saturation } from "../harness/capacity/saturate.ts";
import type { Step } from "../harness/capacity/step.ts";
import { FULL_CORE, isLowerBound } from "../harness/capacity/stop.ts";
import { maxWaitMs } from "../harness/plan.ts";
import { capitalised, listed, proseName } from "../reports/names.ts";
import { formatCount, formatNumber } from "../reports/numbers.ts";
import { plain, styleFor, wrap, wrapParts } from "../reports/terminal.ts";
import { percent, stepTable } from "./capacity-steps.ts";

/** What a search found, for people: the conditions, every step, the answer in a sentence. */
export function capacityText(
  capacity: Capacity,
  question: Question,
  { colour, columns }: { readonly colour: boolean; readonly columns: number },
): string {
  const { steps, saturations } = capacity;
  const style = styleFor(colour);
  const wrapped = (text: string): readonly string[] => wrap(plain(text), columns);
  return [
    ...wrapParts(conditions(question).map(plain), columns),
    ...wrapped(objectiveText(question)),
    ...(steps.length === 0 ? [] : ["", ...stepTable(steps, question, columns, style)]),
    "",
    ...wrapped(answer(capacity, question)).map((line) => style("strong", line)),
    ...(saturations.length === 0 ? [] : ["", ...wrapped(saturationText(saturations))]),
    ...(steps.some(onBusyHost) ? ["", ...wrapped(BUSY)] : []),
    "",
  ].join("\n");
}

const BUSY =
  "The machine was busy with something else when the search began: on a quiet one it may take more.";

const onBusyHost = ({ outcome }: Step): boolean =>
  outcome.type === "measured" && outcome.cell.verdict.warnings.some(({ code }) => code === "HOST_BUSY");

function conditions({ scenario, entry, by }: Question): readonly string[] {
  const { stream, phases, headers, clients } = scenario;
  const fixed =
    by === "clients"
      ? `${stream.rate} events/s ${stream.arrivals}`
      : `${clients} clients, ${stream.arrivals}`;
  return [
    `capacity of ${entry.id} by ${by}: ${fixed}`,
    `${formatBytes(stream.payloadBytes)} payload`,
    `${headers} headers`,
    `steps of ${formatDuration(phases.measureMs)}`,
  ];
}

function objectiveText({ entry, objective }: Question): string {
  const waits = maxWaitMs(entry);
  const isDefault = objective.metric === "latencyP99Ms" && objective.value === waits + DEFAULT_P99_MS;
  const why =
    waits > 0 && isDefault
      ? ` (${formatDuration(DEFAULT_P99_MS)} and the poll interval of ${formatDuration(waits)})`
      : "";
  return `objective: ${formatObjective(objective)}${why}, none lost, valid verdict`;
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
