import type { MetricName } from "../core/metrics.ts";
import type { Result } from "../core/result.ts";
import { audit, DEFECTS } from "./audit.ts";
import { isMicro, microSentence } from "./micro.ts";
import { capitalised, listed } from "./names.ts";
import { formatCount, formatFactor, formatNumber, formatPercent } from "./numbers.ts";
import { notesOf, type Row, rowsOf } from "./rows.ts";
import { differ, type Standing, standings, tieGroups } from "./ties.ts";

/** Past this many entries a sentence names the ends only. */
const MOST_NAMED = 5;

/**
 * What the numbers of a result say, in a few plain words: who delivered soonest, what it cost, what was lost
 * and what cannot be compared. It claims a difference only where `differ` does, so that two transports can
 * tie, and any transport can win any part of it.
 */
export function verdictSentence(result: Result): string {
  const rows = rowsOf(result);
  if (isMicro(rows)) return microSentence(rows);
  const valid = rows.filter(({ status }) => status === "valid");
  const sentences = [comparison(valid), ...absences(valid), ...defects(valid), ...leftOut(result, rows)];
  if (result.run.aborted) sentences.push("The run ended early, so this is a partial result");
  return sentences.map((sentence) => `${capitalised(sentence)}.`).join(" ");
}

function comparison(valid: readonly Row[]): string {
  const [only] = valid;
  if (only === undefined) return "no verdict: no cell is valid";
  if (valid.length === 1) return alone(only);
  const clauses = [latencyClause(valid), bytesClause(valid), cpuClause(valid)].flatMap((text) => text ?? []);
  return clauses.length === 0 ? "no verdict: nothing that compares was measured" : clauses.join("; ");
}

function alone({ name, metrics }: Row): string {
  const { latencyP50Ms: latency, bytesPerEvent: bytes } = metrics;
  const parts = [
    ...(latency === undefined ? [] : [`in ${formatNumber(latency.value)} ms (median)`]),
    ...(bytes === undefined ? [] : [`at ${formatNumber(bytes.value)} bytes per event`]),
  ];
  const finding = parts.length === 0 ? `${name} was measured` : `${name} delivered ${parts.join(" ")}`;
  return `${finding}; nothing stands beside it to compare`;
}

const namesOf = (group: readonly Standing[]): string => listed(group.map(({ row }) => row.name));
const valuesOf = (group: readonly Standing[]): string =>
  listed(group.map(({ figure }) => formatNumber(figure.value)));

function latencyClause(valid: readonly Row[]): string | undefined {
  const groups = tieGroups(valid, "latencyP50Ms");
  const all = standings(valid, "latencyP50Ms");
  const [first, ...rest] = groups;
  if (first === undefined || all.length < 2) return undefined;
  if (all.length > MOST_NAMED) return ends(all);
  const tied = first.length > 1;
  let clause = tied
    ? `${namesOf(first)} tie on median latency (${valuesOf(first)} ms)`
    : `${namesOf(first)} delivered in ${valuesOf(first)} ms (median)`;
  let listing = !tied;
  for (const group of rest) {
    if (group.length > 1) clause += `; ${namesOf(group)} tie (${valuesOf(group)} ms)`;
    else if (listing) clause += `, ${namesOf(group)} in ${valuesOf(group)} ms`;
    else clause += `; ${namesOf(group)} took ${valuesOf(group)} ms`;
    listing = listing && group.length === 1;
  }
  return clause;
}

function ends(all: readonly Standing[]): string {
  const [fastest, slowest] = [all[0]!, all.at(-1)!];
  const range = `from ${formatNumber(fastest.figure.value)} to ${formatNumber(slowest.figure.value)} ms`;
  const tiedWith = (one: Standing): number =>
    all.filter((other) => other === one || !differ("latencyP50Ms", one.figure, other.figure)).length;
  const [first, last] = [tiedWith(fastest), tiedWith(slowest)];
  if (first === all.length) return `all ${all.length} entries tie on median latency (${range})`;
  const named = [
    first === 1 ? `${fastest.row.name} is the fastest` : `${first} tie as the fastest`,
    last === 1 ? `${slowest.row.name} the slowest` : `${last} tie as the slowest`,
  ];
  return `of ${all.length} entries, median latency runs ${range}: ${named.join(", ")}`;
}

function bytesClause(valid: readonly Row[]): string | undefined {
  const metric: MetricName = "bytesPerEvent";
  const all = standings(valid, metric);
  const cheapest = tieGroups(valid, metric)[0];
  if (cheapest === undefined || all.length < 2) return undefined;
  if (cheapest.length === all.length) {
    const [least, most] = [all[0]!, all.at(-1)!].map(({ figure }) => formatNumber(figure.value));
    const whom = all.length === valid.length ? (all.length === 2 ? "both" : "all") : namesOf(all);
    return least === most
      ? `${whom} sent ${least} bytes per event`
      : `${whom} tie on bytes per event (${least} to ${most})`;
  }
  // Against a group that ties, a claim must hold for its dearest member.
  const yardstick = cheapest.at(-1)!;
  const dearer = all
    .filter((one) => !cheapest.some(({ row }) => row === one.row))
    .filter(({ figure }) => differ(metric, yardstick.figure, figure))
    .toReversed();
  const factor = ({ figure }: Standing) => formatFactor(figure.value / yardstick.figure.value);
  if (cheapest.length > 1) {
    const more = listed(dearer.map((each) => `${each.row.name} sent at least ${factor(each)} as many`));
    return `${namesOf(cheapest)} tie on bytes per event (${valuesOf(cheapest)})${more === "" ? "" : `; ${more}`}`;
  }
  const name = yardstick.row.name;
  const bytes = formatNumber(yardstick.figure.value);
  if (yardstick.figure.value <= 0) return `${name} sent the fewest bytes per event (${bytes})`;
  const named = dearer.length > MOST_NAMED ? dearer.slice(0, 1) : dearer;
  const fastest = tieGroups(valid, "latencyP50Ms")[0];
  if (fastest?.[0]?.row === yardstick.row) {
    const [dearest, ...others] = named;
    const factors = [`${dearest!.row.name} sent ${factor(dearest!)}`].concat(
      others.map((each) => `${each.row.name} ${factor(each)}`),
    );
    return `${listed(factors)} the bytes of ${name} per event`;
  }
  const factors = named.map((each, index) =>
    index === 0 ? `${each.row.name} sent ${factor(each)} as many` : `${each.row.name} ${factor(each)}`,
  );
  return `${name} sent the fewest bytes, ${bytes} per event, where ${listed(factors)}`;
}

/** Said only where it is a trade-off: when the fastest is clearly not the one that spends least. */
function cpuClause(valid: readonly Row[]): string | undefined {
  const metric: MetricName = "serverCpuUsPerEvent";
  const thriftiest = tieGroups(valid, metric)[0];
  const leader = standings(valid, "latencyP50Ms")[0]?.row;
  const spent = leader?.metrics[metric];
  if (thriftiest?.length !== 1 || leader === undefined || spent === undefined) return undefined;
  const [best] = thriftiest;
  if (best === undefined || best.row === leader || !differ(metric, best.figure, spent)) return undefined;
  const least = formatNumber(best.figure.value);
  return `${best.row.name} took the least server CPU, ${least} µs per event against ${formatNumber(spent.value)} for ${leader.name}`;
}

function absences(valid: readonly Row[]): readonly string[] {
  const measures = [
    ["latencyP50Ms", "latency"],
    ["bytesPerEvent", "byte count"],
  ] as const;
  return measures.flatMap(([metric, noun]) => {
    const without = valid.filter(({ metrics }) => metrics[metric] === undefined);
    if (without.length === 0) return [];
    return [`no ${noun} was measured for ${listed(without.map(({ name }) => name))}`];
  });
}

function defects(valid: readonly Row[]): readonly string[] {
  return valid.flatMap((row) => {
    const found = audit(row);
    if (found === undefined) return [];
    const parts = DEFECTS.flatMap(({ field, verb }) =>
      found[field] > 0 ? [`${verb} ${formatCount(found[field])}`] : [],
    );
    if (parts.length === 0) return [];
    const share = found.lost > 0 ? ` (${formatPercent(found.lost / found.expected)} % lost)` : "";
    return [`of ${formatCount(found.expected)} deliveries due, ${row.name} ${listed(parts)}${share}`];
  });
}

function leftOut(result: Result, rows: readonly Row[]): readonly string[] {
  const reasons = notesOf(result, rows, "reasons");
  const invalid = rows.filter(({ status }) => status === "invalid");
  const missing = rows.filter(({ status }) => status === "missing");
  const because = (row: Row): string => {
    // What ran out, without the remedy that follows it: that stands with the verdicts.
    const note = reasons.find(({ subjects }) => subjects.some((subject) => subject.row === row));
    const reason = note?.message.split(/[:;.](?:\s|$)/)[0];
    return reason === undefined ? row.name : `${row.name}, because ${reason}`;
  };
  return [
    ...(invalid.length === 0 ? [] : [`left out as invalid: ${invalid.map(because).join("; ")}`]),
    ...(missing.length === 0 ? [] : [`not measured: ${listed(missing.map(({ name }) => name))}`]),
  ];
}
