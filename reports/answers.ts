import type { MetricName } from "../core/metrics.ts";
import type { Result } from "../core/result.ts";
import { certainty } from "./certainty.ts";
import { columnOf } from "./columns.ts";
import { capitalised, listed } from "./names.ts";
import { formatNumber } from "./numbers.ts";
import type { Row } from "./rows.ts";
import { type Standing, standings, tieGroups } from "./ties.ts";

/** What a reader wants to know first, and the answer in a line. */
export interface Answer {
  readonly question: string;
  readonly answer: string;
}

const COSTS = ["bytesPerEvent", "requestsPerEvent", "serverCpuUsPerEvent"] as const;

/** The three questions that everyone has: who was fastest, what that cost, and how sure that is. */
export function answersOf(result: Result, rows: readonly Row[]): readonly Answer[] {
  const [fastest] = tieGroups(rows, "latencyP50Ms");
  const [cheapest] = tieGroups(rows, "bytesPerEvent");
  if (standings(rows, "latencyP50Ms").length === 1 && fastest !== undefined) {
    return [
      { question: "Latency", answer: `${fastestWords(fastest)}; nothing stands beside it to compare` },
      { question: "Cost", answer: costWords(fastest) },
      { question: "How sure", answer: certainty(result, rows) },
    ];
  }
  return [
    ...(fastest === undefined ? [] : [{ question: "Fastest", answer: fastestWords(fastest) }]),
    ...(fastest === undefined ? [] : [{ question: "What that cost", answer: costWords(fastest) }]),
    ...(cheapest === undefined ? [] : [{ question: "Fewest bytes", answer: cheapestWords(cheapest) }]),
    { question: "How sure", answer: certainty(result, rows) },
  ];
}

const namesOf = (group: readonly Standing[]): string => capitalised(listed(group.map(({ row }) => row.name)));

function fastestWords(group: readonly Standing[]): string {
  const each = group.map(({ row, figure }) => {
    const tail = row.metrics.latencyP99Ms;
    return `${formatNumber(figure.value)} ms median${tail === undefined ? "" : `, ${formatNumber(tail.value)} ms p99`}`;
  });
  if (group.length === 1) return `${namesOf(group)}: ${each[0]}`;
  return `${namesOf(group)}, too close to call (${listed(group.map(({ figure }) => formatNumber(figure.value)))} ms median)`;
}

function costWords(group: readonly Standing[]): string {
  return group
    .map(({ row }) => {
      const costs = COSTS.flatMap((metric: MetricName) => {
        const figure = row.metrics[metric];
        if (figure === undefined) return [];
        const { title, unit, format } = columnOf(metric);
        const noun = title.replace(/^[BR]/, (letter) => letter.toLowerCase());
        return metric === "serverCpuUsPerEvent"
          ? [`${format(figure.value)} ${unit.split(" ")[0]} of server CPU`]
          : [`${format(figure.value)} ${noun}`];
      });
      const said = costs.length === 0 ? "no cost was measured" : `${listed(costs)} per event`;
      return group.length === 1 ? said : `${row.name} ${said}`;
    })
    .join("; ");
}

function cheapestWords(group: readonly Standing[]): string {
  const values = group.map(({ figure }) => formatNumber(figure.value));
  return group.length === 1
    ? `${namesOf(group)}: ${values[0]} per event`
    : `${namesOf(group)} alike (${listed(values)} per event)`;
}
