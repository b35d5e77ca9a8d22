import type { Result } from "../../core/result.ts";
import { embedded, html, type Markup } from "./markup.ts";

/** The most that the raw data may add to the page, in characters. */
const BUDGET = 200_000;

/** The result to download. A long run's page leaves out what would make it heavy, and says so. */
export function rawData(result: Result): Markup {
  const { data, without } = withinBudget(result);
  return html`<section aria-labelledby="data-title" class="raw">
<h2 id="data-title">Raw data</h2>
<p>The result that this page was made from stands in it as JSON${without}, in the script element named “result”. <button type="button" id="download" hidden>Download it</button></p>
</section>
<script type="application/json" id="result">${data}</script>
`;
}

function withinBudget(result: Result): { readonly data: Markup; readonly without: string } {
  const whole = embedded(result);
  if (whole.text.length <= BUDGET) return { data: whole, without: "" };
  const lighter = embedded({ ...result, cells: result.cells.map((cell) => ({ ...cell, histograms: {} })) });
  if (lighter.text.length <= BUDGET) {
    return { data: lighter, without: ", without the histograms of its cells, which are in result.json" };
  }
  return {
    data: embedded({ ...result, cells: [] }),
    without: ", without its cells, which are in result.json",
  };
}
