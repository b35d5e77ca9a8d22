import { type Content, html, type Markup } from "./markup.ts";

/** A table as the page shows it; the first cell of every line is its heading. */
export interface DataTable {
  readonly head: readonly Content[];
  readonly lines: readonly (readonly Content[])[];
}

/** A data table's markup. The caption is what a screen reader announces first. */
export function dataTable(caption: string, { head, lines }: DataTable): Markup {
  const [corner, ...titles] = head;
  return html`<div class="scroll" tabindex="0" role="group" aria-label="${caption}"><table>
<caption class="unseen">${caption}</caption>
<thead><tr><th scope="col">${corner}</th>${titles.map((title) => html`<th scope="col">${title}</th>`)}</tr></thead>
<tbody>${lines.map(
    ([name, ...cells]) =>
      html`<tr><th scope="row">${name}</th>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>\n`,
  )}</tbody>
</table></div>`;
}
