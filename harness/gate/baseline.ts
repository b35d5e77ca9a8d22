import { BASELINE_VERSION, type Baseline, MOST_ACCEPTED } from "../../core/baseline.ts";
import { BenchError } from "../../core/errors.ts";
import { METRIC_NAMES, type MetricName, type MetricValues } from "../../core/metrics.ts";
import type { Result } from "../../core/result.ts";
import { countedValues } from "./counted.ts";
import { HASH_ALONE, measuredIn, subjectDifferences } from "./subject.ts";

export interface Acceptance {
  readonly result: Result;
  /** What there is already. */
  readonly baseline: Baseline | undefined;
  /** `entry.metric` or `metric`: only these are taken over; everything when empty. */
  readonly metrics: readonly string[];
  readonly reason: string;
  readonly at: Date;
}

export interface Accepted {
  readonly baseline: Baseline;
  /** `entry.metric: from → to`. */
  readonly changes: readonly string[];
}

/**
 * A baseline that takes over what a result shows of its exact and counted metrics. Throws INCOMPARABLE when only
 * some metrics are to be taken over from a result that measured something else.
 */
export function accept({ result, baseline, metrics, reason, at }: Acceptance): Accepted {
  const shown = entriesOf(result);
  if (metrics.length > 0) refuseOthers(result, baseline);
  const entries = metrics.length === 0 ? shown : merged(baseline?.entries ?? {}, shown, metrics);
  const part = metrics.length === 0 ? undefined : baseline;
  const changes = changesOf(baseline?.entries ?? {}, entries);
  const { name, hash } = result.scenario;
  const { node, packages } = result.environment;
  return {
    changes,
    baseline: {
      schemaVersion: BASELINE_VERSION,
      scenario: { name, hash, measured: plain(measuredIn(result)) },
      // What was not taken over is still of the versions that it was measured with.
      environment: part === undefined ? { node, packages: { ...packages } } : part.environment,
      entries,
      accepted: [{ at: at.toISOString(), reason, changes }, ...(baseline?.accepted ?? [])].slice(
        0,
        MOST_ACCEPTED,
      ),
    },
  };
}

/** In what a result measured something else than a baseline holds; empty where it did not. */
export function differencesFrom(baseline: Baseline, result: Result): string[] {
  if (baseline.scenario.hash === result.scenario.hash) return [];
  const found = subjectDifferences(baseline.scenario.measured, measuredIn(result));
  return found.length > 0 ? found : [HASH_ALONE];
}

/** A baseline as its file holds it: keys in a fixed order, a value a line, so that a diff is read at a glance. */
export function formatBaseline(baseline: Baseline): string {
  return `${JSON.stringify(ordered(baseline), null, 2)}\n`;
}

/** Exact and counted metrics by entry, in the catalogue's order. */
export function entriesOf({ cells }: Pick<Result, "cells">): Baseline["entries"] {
  const ids = [...new Set(cells.map(({ id }) => id))];
  return Object.fromEntries(ids.map((id) => [id, countedValues(cells.filter((cell) => cell.id === id))]));
}

function refuseOthers(result: Result, baseline: Baseline | undefined): void {
  if (baseline === undefined) {
    throw new BenchError("USAGE", "there is no baseline yet that some metrics could be accepted into", {
      hint: "accept the whole result first: leave --metric out",
    });
  }
  const differences = differencesFrom(baseline, result);
  if (differences.length === 0) return;
  throw new BenchError("INCOMPARABLE", `the baseline is of another scenario: ${differences.join("; ")}`, {
    hint: "accept the whole result: leave --metric out",
  });
}

function merged(
  old: Baseline["entries"],
  shown: Baseline["entries"],
  metrics: readonly string[],
): Baseline["entries"] {
  const entries: Record<string, MetricValues> = structuredClone(old);
  const unknown = metrics.filter((word) => !chosen(shown, old, word).length);
  if (unknown.length > 0) {
    const known = Object.entries(shown).flatMap(([id, values]) =>
      Object.keys(values).map((name) => `${id}.${name}`),
    );
    throw new BenchError("USAGE", `nothing exact or counted is called ${unknown.join(", ")} in this result`, {
      hint: `there are ${known.slice(0, 40).join(", ")}`,
    });
  }
  for (const [id, name] of metrics.flatMap((word) => chosen(shown, old, word))) {
    const { [name]: _gone, ...rest } = entries[id] ?? {};
    const value = (shown[id] as MetricValues | undefined)?.[name];
    // Accepting a metric that is gone takes it out.
    entries[id] = value === undefined ? rest : { ...rest, [name]: value };
  }
  return entries;
}

/** What a word names, in either: `metric` in every entry, `entry.metric` in one. */
function chosen(shown: Baseline["entries"], old: Baseline["entries"], word: string): [string, MetricName][] {
  const ids = [...new Set([...Object.keys(shown), ...Object.keys(old)])];
  return ids.flatMap((id) =>
    METRIC_NAMES.filter(
      (name) =>
        (word === name || word === `${id}.${name}`) &&
        (Object.hasOwn(shown[id] ?? {}, name) || Object.hasOwn(old[id] ?? {}, name)),
    ).map((name): [string, MetricName] => [id, name]),
  );
}

function changesOf(old: Baseline["entries"], entries: Baseline["entries"]): string[] {
  const ids = [...new Set([...Object.keys(old), ...Object.keys(entries)])];
  return ids.flatMap((id) =>
    METRIC_NAMES.flatMap((name) => {
      const [was, is] = [old[id]?.[name], entries[id]?.[name]];
      return was === is ? [] : [`${id}.${name}: ${was ?? "absent"} → ${is ?? "absent"}`];
    }),
  );
}

/** Without what is undefined, as a file would hold it. */
const plain = (data: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  JSON.parse(JSON.stringify(data)) as Record<string, unknown>;

/** The same with the entries and their metrics in a fixed order. */
function ordered({ entries, ...baseline }: Baseline): unknown {
  const { schemaVersion, scenario, environment, accepted } = baseline;
  const inOrder = Object.fromEntries(
    Object.entries(entries)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([id, values]) => [
        id,
        Object.fromEntries(
          METRIC_NAMES.flatMap((name) => (values[name] === undefined ? [] : [[name, values[name]]])),
        ),
      ]),
  );
  return { schemaVersion, scenario, environment, entries: inOrder, accepted };
}
