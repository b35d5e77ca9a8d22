import type { ComparisonRow } from "../../core/comparison.ts";
import { METRIC_NAMES, METRICS, type MetricName } from "../../core/metrics.ts";
import { median } from "../median.ts";
import { type CellPair, pairsOf } from "./cell-pair.ts";
import type { EntryPairs, Ungated } from "./family.ts";
import { changeToReport, confirmationOf, type Reading } from "./readings.ts";
import type { Change } from "./statistics/change.ts";
import { outcomeOf } from "./statistics/looks.ts";
import { limitInWords, quantity, share } from "./words.ts";

/** A judged metric's row, once nothing more will be measured. */
export function judgedRow(
  reading: Reading,
  pairs: readonly CellPair[],
  fresh: readonly CellPair[],
): ComparisonRow {
  const { entry, metric, change, limit } = reading;
  const confirmation = reading.standing === "suspect" ? confirmationOf(reading, fresh) : undefined;
  const outcome = outcomeOf(reading.standing, confirmation);
  const better = outcome === "ok" && isImproved(change, limit);
  return {
    ...measured(entry, metric, pairs, change),
    limit: { ...limit },
    resolvable: change.resolvable,
    ...(confirmation === undefined
      ? {}
      : {
          confirmation: {
            pairs: confirmation.pairs,
            ...(confirmation.relative === undefined ? {} : { relative: confirmation.relative.estimate }),
            absolute: confirmation.absolute.estimate,
            beyond: confirmation.beyond,
          },
        }),
    outcome: better ? "improved" : outcome,
    message: `${changed(entry, metric, pairs, change)}; limit ${limitInWords(limit, metric)}${verdict(reading, confirmation)}`,
  };
}

/** Rows of what is not judged: every other timing metric that both halves of some pair have. */
export function reportedRows(
  { id, pairs }: EntryPairs,
  judged: ReadonlySet<MetricName>,
  ungated: readonly Ungated[],
) {
  return METRIC_NAMES.flatMap((metric): ComparisonRow[] => {
    const { class: metricClass, better } = METRICS[metric];
    if (judged.has(metric) || better === "none" || !["timing", "modelled"].includes(metricClass)) return [];
    const change = changeToReport(pairs, metric);
    if (change === undefined) return [];
    const why = ungated.find((each) => each.entry === id && each.metric === metric)?.why;
    return [
      {
        ...measured(id, metric, pairs, change),
        outcome: "reported",
        message: `${changed(id, metric, pairs, change)}${why === undefined ? "" : `; not judged: ${why}`}`,
      },
    ];
  });
}

function measured(id: string, metric: MetricName, pairs: readonly CellPair[], change: Change) {
  const { unit, class: metricClass, better } = METRICS[metric];
  const { base, head } = pairsOf(pairs, metric);
  return {
    id,
    metric,
    unit,
    class: metricClass,
    better,
    base: median(base),
    head: median(head),
    pairs: change.pairs,
    ...(change.relative === undefined ? {} : { relative: { ...change.relative } }),
    absolute: { ...change.absolute },
  };
}

/** Better for sure, by more than what would have been a regression the other way. */
function isImproved({ relative, absolute }: Change, limit: Reading["limit"]): boolean {
  const byShare =
    relative === undefined || relative.high < -(limit.relative ?? 0) / (1 + (limit.relative ?? 0));
  return byShare && absolute.high < 0 && -absolute.estimate > limit.absolute;
}

function changed(id: string, metric: MetricName, pairs: readonly CellPair[], change: Change): string {
  const { base, head } = pairsOf(pairs, metric);
  const from = `from ${quantity(median(base), metric)} to ${quantity(median(head), metric)}`;
  const { estimate, low, high } = change.relative ?? change.absolute;
  const say = (value: number) => (change.relative === undefined ? quantity(value, metric) : share(value));
  const way = estimate > 0 ? "worse" : "better";
  const [least, most] = estimate > 0 ? [low, high] : [-high, -low];
  if (estimate === 0) return `${id}.${metric} did not change (${from})`;
  return `${id}.${metric} is ${say(Math.abs(estimate))} ${way} (${say(least)} to ${say(most)}), ${from}`;
}

function verdict(reading: Reading, confirmation: Change | undefined): string {
  const { standing, metric } = reading;
  if (standing === "ok") return "";
  if (standing === "undecided") {
    return reachesWithin(reading)
      ? "; the interval reaches within the limit, so chance could have done that"
      : "; in one of so many metrics chance could have done that";
  }
  if (confirmation === undefined) return "; no fresh pairs could be run to confirm it";
  const { estimate } = confirmation.relative ?? confirmation.absolute;
  const shown = confirmation.relative === undefined ? quantity(estimate, metric) : share(estimate);
  return confirmation.beyond
    ? `; confirmed by ${confirmation.pairs} fresh pairs (${shown})`
    : `; ${confirmation.pairs} fresh pairs did not show it again (${shown})`;
}

const reachesWithin = ({ change: { relative, absolute }, limit }: Reading): boolean =>
  relative === undefined ? absolute.low <= limit.absolute : relative.low <= (limit.relative ?? 0);
