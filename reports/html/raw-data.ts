import type { Result } from "../../core/result.ts";
import { embedded, html, type Markup } from "./markup.ts";

/**
 * The result to download. A long run's page leaves out what would make it heavier than `room` bytes, and says so.
 */
export function rawData(result: Result, room: number): Markup {
  const { data, without } = withinRoom(result, room);
  return html`<section aria-labelledby="data-title" class="raw">
<h2 id="data-title">Raw data</h2>
<p>The result that this page was made from stands in it as JSON${without}, in the script element named “result”. <button type="button" id="download" hidden>Download it</button></p>
</section>
<script type="application/json" id="result">${data}</script>
`;
}

type Cell = Result["cells"][number];

/** What may be left out, the first first. */
const LIGHTER: readonly { readonly without: string; lighten(cell: Cell): Cell | undefined }[] = [
  { without: "", lighten: (cell) => cell },
  {
    without: ", without the histograms of its cells, which are in result.json",
    lighten: (cell) => ({ ...cell, histograms: {} }),
  },
  {
    without: ", without the histograms, timelines and recordings of its cells, which are in result.json",
    lighten: ({ recording: _, ...cell }) => ({
      ...cell,
      histograms: {},
      timeline: { ...cell.timeline, latencyP50Ms: [], eventsDelivered: [], bytesDown: [], bytesUp: [] },
    }),
  },
  { without: ", without its cells, which are in result.json", lighten: () => undefined },
];

function withinRoom(result: Result, room: number): { readonly data: Markup; readonly without: string } {
  let lightest = { data: embedded({}), without: "" };
  for (const { without, lighten } of LIGHTER) {
    const data = embedded({ ...result, cells: result.cells.flatMap((cell) => lighten(cell) ?? []) });
    lightest = { data, without };
    if (weightOf(data) <= room) break;
  }
  return lightest;
}

/** Bytes of a piece of the page. */
export const weightOf = ({ text }: Markup): number => Buffer.byteLength(text);
