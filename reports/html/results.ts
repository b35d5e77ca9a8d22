import { formatDuration } from "../../core/units.ts";
import { hasIntervals } from "../certainty.ts";
import { type Column, columnsFor, shown } from "../columns.ts";
import { isMicro } from "../micro.ts";
import type { Figure, Row } from "../rows.ts";
import { type Rank, ranks } from "../ties.ts";
import type { Drawn } from "./figure.ts";
import { key } from "./identity.ts";
import { html, type Markup } from "./markup.ts";

const SAID: Readonly<Record<Rank, Markup | undefined>> = {
  best: html`<abbr class="rank" title="best">*</abbr>`,
  tied: html`<abbr class="rank" title="tied at the top">=</abbr>`,
  none: undefined,
};

/** The table of the results: a line per entry, intervals and predictions under the figures they belong to. */
export function resultsSection(drawn: readonly Drawn[]): Markup {
  const rows = drawn.map(({ row }) => row);
  const columns = columnsFor(rows);
  // A case of hot paths is not better than another one.
  const ranked = columns.map((column) => (isMicro(rows) ? new Map<Row, Rank>() : ranks(rows, column.metric)));
  const caption = isMicro(rows) ? "Results by hot path" : "Results by transport";
  return html`<section aria-labelledby="results-title">
<h2 id="results-title">Results</h2>
<div class="scroll" tabindex="0" role="group" aria-label="${caption}"><table id="results" class="results">
<caption class="unseen">${caption}</caption>
<thead><tr><th scope="col">${isMicro(rows) ? "Hot path" : "Transport"}</th>${columns.map(head)}</tr></thead>
<tbody>${drawn.map(
    ({ row, series }) =>
      html`<tr class="${row.status}" data-entry="${row.id}"><th scope="row">${key(series)}${series.name}${paramsOf(row)}</th>${columns.map(
        (column, index) => cell(column, row.metrics[column.metric], ranked[index]!.get(row) ?? "none"),
      )}</tr>\n`,
  )}</tbody>
</table></div>
<p class="legend">${legend(rows)}</p>
</section>
`;
}

const head = ({ title, unit }: Column): Markup =>
  html`<th scope="col"><span class="title">${title}</span> <span class="unit">${unit}</span></th>`;

function cell(column: Column, figure: Figure | undefined, rank: Rank): Markup {
  const { low, high, predicted } = figure ?? {};
  const [from, to] = [low, high].map((bound) => (bound === undefined ? undefined : column.format(bound)));
  return html`<td class="${rank}" data-metric="${column.metric}"><span class="value">${shown(column, figure)}</span>${SAID[rank]}${
    from === to ? undefined : html`<small>${from}–${to}</small>`
  }${predicted === undefined ? undefined : html`<small>theory ${column.format(predicted)}</small>`}</td>`;
}

function paramsOf({ params, status }: Row): Markup | undefined {
  if (status === "missing") return html`<small>not measured</small>`;
  const options = Object.entries(params).map(([name, value]) =>
    typeof value === "number" && name.endsWith("Ms")
      ? `${name.slice(0, -2)} ${formatDuration(value)}`
      : `${name} ${value}`,
  );
  return options.length === 0 ? undefined : html`<small>${options.join(", ")}</small>`;
}

function legend(rows: readonly Row[]): string {
  const intervals = hasIntervals(rows);
  const medians =
    "Figures are medians over the blocks; the interval stands beneath where it is wider than the digits shown.";
  if (isMicro(rows)) {
    return `${intervals ? medians : ""} Ours and the reference are timed in turns, so their ratio holds where the machine’s speed does not. `;
  }
  const percentiles =
    "p50: half of all deliveries took no longer; p99: all but one in a hundred. Per event means per event delivered to one client. ";
  const tie = intervals
    ? "their intervals overlap, or without intervals times less than a factor of two apart"
    : "times less than a factor of two apart, counts within their tolerance of 5 %";
  return (
    percentiles +
    `* best in its column. = tied at the top: ${tie}. – not measured. ` +
    (intervals
      ? medians
      : "With fewer than six blocks there are no intervals: how much a time varies is not known, so only a difference of a factor of two or more is claimed.") +
    (rows.some(({ status }) => status === "invalid") ? " A struck line is invalid and is not compared." : "")
  );
}
