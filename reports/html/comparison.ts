import type {
  Comparison,
  ComparisonRow,
  ComparisonSide,
  Outcome,
  RowOutcome,
} from "../../core/comparison.ts";
import { isMetricName, METRICS } from "../../core/metrics.ts";
import { COLUMNS } from "../columns.ts";
import { counted } from "../names.ts";
import { ABSENT, formatNumber, formatPercent } from "../numbers.ts";
import { dataTable } from "./data-table.ts";
import { type ForestLine, forest } from "./forest.ts";
import { type Content, html, type Markup } from "./markup.ts";
import { notesList } from "./notes.ts";
import { ticks } from "./svg.ts";

type Mood = ForestLine["mood"];

const OUTCOME: Readonly<
  Record<Outcome, { readonly mood: Mood; readonly sign: string; readonly text: string }>
> = {
  ok: { mood: "good", sign: "✓", text: "nothing got worse beyond its limit" },
  regressed: { mood: "bad", sign: "✕", text: "got worse beyond a limit" },
  inconclusive: {
    mood: "warn",
    sign: "!",
    text: "cannot be told: the change is beyond a limit, and not sure",
  },
  incomparable: { mood: "warn", sign: "!", text: "cannot be compared" },
  invalid: { mood: "bad", sign: "✕", text: "a measurement is invalid" },
};

const MOOD: Readonly<Record<RowOutcome, Mood>> = {
  ok: "plain",
  improved: "good",
  regressed: "bad",
  inconclusive: "warn",
  missing: "bad",
  new: "plain",
  incomparable: "hint",
  reported: "hint",
};

/** What changed between two builds or two runs: the outcome, a plot of the paired changes, and every row. */
export function comparisonSection(comparison: Comparison): Markup {
  const { outcome, base, head, notes, rows, advisory } = comparison;
  const { mood, sign, text } = OUTCOME[outcome];
  // What got worse is drawn whatever there is no room for.
  const drawn = rows.filter(isWorthDrawing).toSorted((a, b) => Number(isWorse(b)) - Number(isWorse(a)));
  const shares = drawn.flatMap((row) => shareLine(row) ?? []).slice(0, MOST_LINES);
  const spans = drawn.flatMap((row) => spanLine(row) ?? []).slice(0, MOST_LINES);
  const left = rows.length - shares.length - spans.length;
  return html`<section aria-labelledby="comparison-title">
<h2 id="comparison-title">What changed</h2>
<figure class="drawn">
<figcaption>${sentence(comparison)}</figcaption>
<ul class="badges"><li class="badge ${mood}"><span aria-hidden="true">${sign}</span> ${text}</li>${
    advisory
      ? html`<li class="badge warn"><span aria-hidden="true">!</span> two runs at two times: advisory</li>`
      : undefined
  }</ul>
<dl class="facts"><div><dt>Base</dt><dd>${sideWords(base)}</dd></div>
<div><dt>Head</dt><dd>${sideWords(head)}</dd></div>
<div><dt>Repeat with</dt><dd class="command"><code>${comparison.run.command}</code></dd></div></dl>
${notesList(notes.map(({ message }) => html`<li>${message}</li>`))}
${
  shares.length + spans.length === 0
    ? undefined
    : html`<div class="drawing" id="comparison" role="img" aria-label="What changed. ${sentence(comparison)}">
${shares.length === 0 ? undefined : forest({ lines: shares, centre: 0, ticks: shareTicks(shares), axis: "change from base to head; to the right is worse", least: LEAST_SHARE })}
${spans.length === 0 ? undefined : forest({ lines: spans, centre: 0, ticks: spanTicks(spans), axis: "change in the metric’s own unit; to the right is worse" })}
</div>`
}
<aside><h3>How to read this</h3><p>${reading(comparison)}${left === 0 ? undefined : ` ${counted(left, "row")}, most of them without an interval and within every limit, ${left === 1 ? "is" : "are"} in the table alone.`}</p></aside>
<details open><summary>The numbers</summary>
${dataTable("What changed", tableOf(rows))}
</details>
</figure>
</section>
`;
}

function sentence({ rows, outcome, base, head }: Comparison): string {
  const named = (which: RowOutcome): string =>
    rows
      .filter((row) => row.outcome === which)
      .slice(0, 3)
      .map(({ message }) => message.replace(/\.$/, ""))
      .join("; ");
  const worse = named("regressed") || named("missing");
  if (outcome === "regressed" && worse !== "") return `${worse}.`;
  if (outcome === "inconclusive") return `${named("inconclusive")}.`;
  const better = named("improved");
  const judged = rows.filter((row) => row.outcome !== "reported" && row.outcome !== "incomparable").length;
  const opening = `${counted(judged, "metric")} of ${head.label} judged beside ${base.label}: ${OUTCOME[outcome].text}`;
  return `${opening}${better === "" ? "" : `; better: ${better}`}.`;
}

function reading({ kind, advisory }: Comparison): string {
  return (
    "Each line is one metric of one entry: the mark is the estimate of the change, the bar its interval, the shaded " +
    "band how much it may change. Right of the band is worse. A metric got worse only where the whole bar lies " +
    "beyond the band; a bar that only touches it is no proof of anything, and a bar across the middle line is " +
    "compatible with no change at all. " +
    (advisory || kind === "compare"
      ? "The two sides ran at two times, and what the machine did in between is in every time: read times as a hint, counts as a fact. A small ring is a time that is shown and not judged."
      : "Both sides ran in turns on this machine, so its drift hits both alike; a pair is one block of each, back to back.")
  );
}

function sideWords({ label, commit, dirty, tool, node }: ComparisonSide): string {
  return [
    label,
    ...(commit === undefined || commit === label ? [] : [commit.slice(0, 12)]),
    ...(dirty === true ? ["with uncommitted changes"] : []),
    ...(tool === undefined ? [] : [`polls-apart ${tool}`]),
    ...(node === undefined ? [] : [`Node ${node.replace(/^v/, "")}`]),
  ].join(" · ");
}

/** More lines than these nobody compares by eye. */
const MOST_LINES = 40;

/** A plot of shares reaches at least 5 % to either side. */
const LEAST_SHARE = Math.log1p(0.05);

const HEADLINES: ReadonlySet<string> = new Set(COLUMNS.map(({ metric }) => metric));

/** What was paired has an interval to show, what passed a limit a reason; of the others the table's own metrics. */
const isWorthDrawing = ({ relative, absolute, outcome, metric }: ComparisonRow): boolean =>
  relative?.low !== undefined ||
  absolute?.low !== undefined ||
  ["regressed", "improved", "inconclusive"].includes(outcome) ||
  (HEADLINES.has(metric) && (relative?.estimate ?? 0) !== 0);

const isWorse = ({ outcome }: ComparisonRow): boolean => outcome === "regressed" || outcome === "missing";

const nameOf = ({ id, metric }: ComparisonRow): Content => html`${id} <small>${metric}</small>`;

/** Changes as ratios, on a logarithmic scale: twice and half are equally far from no change. */
function shareLine(row: ComparisonRow): ForestLine | undefined {
  const { relative, outcome } = row;
  if (relative === undefined || relative.estimate <= -1) return undefined;
  const log = (share: number | undefined) =>
    share === undefined ? undefined : Math.log1p(Math.max(share, -0.999));
  const band = shareOf(row);
  return {
    name: nameOf(row),
    estimate: Math.log1p(relative.estimate),
    low: log(relative.low),
    high: log(relative.high),
    band: band === undefined ? undefined : [-Math.log1p(band), Math.log1p(band)],
    text: html`${signed(relative.estimate)}${outcomeWord(outcome)}`,
    mood: MOOD[outcome],
  };
}

/** A limit as a share of the base; what has only an absolute one is measured by it. */
function shareOf({ limit, base }: ComparisonRow): number | undefined {
  if (limit?.relative !== undefined || limit?.absolute === undefined) return limit?.relative;
  return base === undefined || base === 0 ? undefined : limit.absolute / Math.abs(base);
}

/** Changes that have no ratio, because the base may be zero or below. */
function spanLine(row: ComparisonRow): ForestLine | undefined {
  const { relative, absolute, limit, outcome, unit } = row;
  if (relative !== undefined || absolute === undefined) return undefined;
  const { estimate, low, high } = absolute;
  const band = limit?.absolute;
  return {
    name: nameOf(row),
    estimate,
    low,
    high,
    band: band === undefined ? undefined : [-band, band],
    text: html`${estimate > 0 ? "+" : ""}${formatNumber(estimate)} ${unit}${outcomeWord(outcome)}`,
    mood: MOOD[outcome],
  };
}

const outcomeWord = (outcome: RowOutcome): Content => html`<small>${outcome}</small>`;

const signed = (share: number): string =>
  `${share > 0 ? "+" : share < 0 ? "−" : ""}${formatPercent(Math.abs(share))} %`;

function shareTicks(lines: readonly ForestLine[]) {
  const most = Math.expm1(Math.max(reachOf(lines), LEAST_SHARE));
  const steps = ticks(0, most, 3).filter((share) => share > 0);
  const better = steps.filter((share) => share < 1);
  return [
    ...better.map((share) => ({ at: Math.log1p(-share), text: `−${formatPercent(share)} %` })),
    { at: 0, text: "no change" },
    ...steps.map((share) => ({ at: Math.log1p(share), text: `+${formatPercent(share)} %` })),
  ];
}

const spanTicks = (lines: readonly ForestLine[]) => {
  const reach = reachOf(lines);
  return ticks(-reach, reach, 5).map((value) => ({
    at: value,
    text: `${value > 0 ? "+" : value < 0 ? "−" : ""}${Math.abs(value)}`,
  }));
};

const reachOf = (lines: readonly ForestLine[]): number =>
  Math.max(
    ...lines.flatMap(({ estimate, low, high, band = [] }) =>
      [estimate, low ?? estimate, high ?? estimate, ...band].map(Math.abs),
    ),
  );

function tableOf(rows: readonly ComparisonRow[]) {
  return {
    head: ["Entry and metric", "Base", "Head", "Change", "Limit", "Outcome", "In words"],
    lines: rows.map((row): readonly Content[] => {
      const { base, head, relative, absolute, limit, outcome, message, unit } = row;
      return [
        html`${row.id} <small>${row.metric}, ${unit}${meaningOf(row.metric)}</small>`,
        base === undefined ? ABSENT : formatNumber(base),
        head === undefined ? ABSENT : formatNumber(head),
        changeWords(relative, absolute, unit),
        limit?.text ?? limitWords(limit, unit),
        outcome,
        message,
      ];
    }),
  };
}

const meaningOf = (metric: string): string => (isMetricName(metric) ? `: ${METRICS[metric].meaning}` : "");

function changeWords(
  relative: ComparisonRow["relative"],
  absolute: ComparisonRow["absolute"],
  unit: string,
): Content {
  if (relative !== undefined) {
    const { estimate, low, high } = relative;
    return html`${signed(estimate)}${low === undefined || high === undefined ? undefined : html`<small>${signed(low)} to ${signed(high)}</small>`}`;
  }
  if (absolute === undefined) return ABSENT;
  const { estimate, low, high } = absolute;
  return html`${formatNumber(estimate)} ${unit}${low === undefined || high === undefined ? undefined : html`<small>${formatNumber(low)} to ${formatNumber(high)}</small>`}`;
}

function limitWords(limit: ComparisonRow["limit"], unit: string): string {
  const parts = [
    ...(limit?.relative === undefined ? [] : [`${formatPercent(limit.relative)} %`]),
    ...(limit?.absolute === undefined ? [] : [`${formatNumber(limit.absolute)} ${unit}`]),
  ];
  return parts.length === 0 ? ABSENT : parts.join(" and ");
}
