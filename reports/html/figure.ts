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

export const isFigure = (finding: Finding): finding is Figure => "chart" in finding;

/**
 * A finding's section: heading, conclusion, chart, explanation, table. Under a chart the table stands open until
 * a script runs; without one it is what is looked at, and stays.
 */
export function findingSection(finding: Finding): Markup {
  const { id, title, conclusion, reading, table, notes = [] } = finding;
  const numbers = dataTable(title, table);
  const explanation = html`<aside><h3>How to read this</h3><p>${reading}</p></aside>`;
  return html`<section aria-labelledby="${id}-title">
<h2 id="${id}-title">${title}</h2>
<figure class="${isFigure(finding) ? "charted" : "tabled"}">
<figcaption>${conclusion}</figcaption>
${
  isFigure(finding)
    ? html`<div class="plot"><canvas id="${id}" role="img" aria-label="${title}. ${conclusion}"></canvas></div>
${explanation}
<details open><summary>The numbers</summary>
${numbers}
</details>`
    : html`<div id="${id}" class="numbers">${numbers}</div>
${notes.length === 0 ? undefined : html`<ul class="notes warn">${notes.map((note) => html`<li>${note}</li>`)}</ul>`}
${explanation}`
}
</figure>
</section>
`;
}
