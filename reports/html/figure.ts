import type { Row } from "../rows.ts";
import { type DataTable, dataTable } from "./data-table.ts";
import { html, type Markup } from "./markup.ts";
import type { ChartView, Series } from "./view.ts";

/** A row that can be drawn, with its look. */
export interface Drawn {
  readonly row: Row;
  readonly series: Series;
}

/** Something the result shows, as numbers: what that is, how to read it, and the numbers. */
export interface Finding {
  readonly id: string;
  readonly title: string;
  /** What it shows, in a sentence or two. */
  readonly conclusion: string;
  /** How to read it. */
  readonly reading: string;
  readonly table: DataTable;
  /** What a reader has to know beside the numbers. */
  readonly notes?: readonly string[];
}

/** A finding with a chart; everything beside the chart lets one do without it. */
export interface Figure extends Finding {
  readonly chart: ChartView;
}

/** A finding with a picture that is in the page as it is, without a script. */
export interface Drawing extends Finding {
  readonly drawing: Markup;
}

export const isFigure = (finding: Finding): finding is Figure => "chart" in finding;

const isDrawing = (finding: Finding): finding is Drawing => "drawing" in finding;

/**
 * A finding's section: heading, conclusion, chart, explanation, table. Under a chart the table stands open until
 * a script runs; without one it is what is looked at, and stays.
 */
export function findingSection(finding: Finding): Markup {
  const { id, title, conclusion } = finding;
  return html`<section aria-labelledby="${id}-title">
<h2 id="${id}-title">${title}</h2>
<figure class="${layoutOf(finding)}">
<figcaption>${conclusion}</figcaption>
${bodyOf(finding)}
</figure>
</section>
`;
}

const layoutOf = (finding: Finding): string =>
  isFigure(finding) ? "charted" : isDrawing(finding) ? "drawn" : "tabled";

function bodyOf(finding: Finding): Markup {
  const { id, title, conclusion, reading, table, notes = [] } = finding;
  const numbers = dataTable(title, table);
  const explanation = html`<aside><h3>How to read this</h3><p>${reading}</p></aside>`;
  const label = `${title}. ${conclusion}`;
  const remarks =
    notes.length === 0
      ? undefined
      : html`<ul class="notes warn">${notes.map((note) => html`<li>${note}</li>`)}</ul>`;
  if (!isFigure(finding) && !isDrawing(finding)) {
    return html`<div id="${id}" class="numbers">${numbers}</div>
${remarks}
${explanation}`;
  }
  const picture = isFigure(finding)
    ? html`<div class="plot"><canvas id="${id}" role="img" aria-label="${label}"></canvas></div>`
    : html`<div id="${id}" class="drawing" role="img" aria-label="${label}">${(finding as Drawing).drawing}</div>`;
  return html`${picture}
${explanation}
${remarks}
<details open><summary>The numbers</summary>
${numbers}
</details>`;
}
