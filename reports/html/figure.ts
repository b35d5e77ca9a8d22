import type { Row } from "../rows.ts";
import { type DataTable, dataTable } from "./data-table.ts";
import { html, type Markup } from "./markup.ts";
import type { ChartView, Series } from "./view.ts";

/** A row that can be drawn, with its look. */
export interface Drawn {
  readonly row: Row;
  readonly series: Series;
}

/** A chart with everything that lets one do without it: what it shows, how to read it, and its numbers. */
export interface Figure {
  readonly id: string;
  readonly title: string;
  /** What the chart shows, in a sentence or two. */
  readonly conclusion: string;
  /** How to read it. */
  readonly reading: string;
  readonly chart: ChartView;
  readonly table: DataTable;
}

/** A figure's section: heading, conclusion, canvas, explanation, table. The tables stand open until a script runs. */
export function figureSection({ id, title, conclusion, reading, table }: Figure): Markup {
  return html`<section aria-labelledby="${id}-title">
<h2 id="${id}-title">${title}</h2>
<figure>
<figcaption>${conclusion}</figcaption>
<div class="plot"><canvas id="${id}" role="img" aria-label="${title}. ${conclusion}"></canvas></div>
<aside><h3>How to read this</h3><p>${reading}</p></aside>
<details open><summary>The numbers</summary>
${dataTable(title, table)}
</details>
</figure>
</section>
`;
}
