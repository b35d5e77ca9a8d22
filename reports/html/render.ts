import { createHash } from "node:crypto";
import type { Comparison } from "../../core/comparison.ts";
import type { Result } from "../../core/result.ts";
import { rowsOf } from "../rows.ts";
import type { ReportAssets } from "./assets.ts";
import { comparisonSection } from "./comparison.ts";
import { findingSection, isFigure } from "./figure.ts";
import { findingsOf } from "./figures/index.ts";
import { identify } from "./identity.ts";
import { embedded, html, Markup } from "./markup.ts";
import { methodSection } from "./method.ts";
import { rawData, weightOf } from "./raw-data.ts";
import { resultsSection } from "./results.ts";
import { strip } from "./strip.ts";
import type { PageView } from "./view.ts";

/** The most a page may weigh, in bytes: a mail takes it, and it opens at once. */
const BUDGET = 445_000;

/** What may stand in a report beside its result. */
export interface ReportExtras {
  /** How this result, the head, differs from another one. */
  readonly comparison?: Comparison;
}

/**
 * A result as one HTML file that needs nothing beside it: no network, no second file. Its policy lets only its
 * own script and style run, by their hashes; all that comes from the result is escaped. Without scripts the
 * page still says everything in words and tables.
 */
export function renderHtml(result: Result, assets: ReportAssets, extras: ReportExtras = {}): string {
  const rows = rowsOf(result);
  const looks = identify(rows);
  const drawn = rows.map((row) => ({ row, series: looks.get(row)! }));
  const findings = findingsOf(
    drawn.filter(({ row }) => row.status !== "missing"),
    result,
  );
  const view: PageView = Object.fromEntries(findings.filter(isFigure).map(({ id, chart }) => [id, chart]));
  const content = html`<a class="skip" href="#results-title">Skip to the results</a>
${strip(result, rows)}
<main>
${extras.comparison === undefined ? undefined : comparisonSection(extras.comparison)}
${resultsSection(drawn)}
${findings.map(findingSection)}
${methodSection(result, rows)}`;
  const data = embedded(view);
  const own = [assets.script, assets.style].map((text) => weightOf(new Markup(text)));
  const room = BUDGET - [weightOf(content), weightOf(data), ...own].reduce((sum, part) => sum + part, 2000);
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy(assets)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${result.scenario.name} · Polls Apart</title>
<style>${new Markup(assets.style)}</style>
</head>
<body>
${content}
${rawData(result, room)}
</main>
<footer><p>Made by ${result.tool.name} ${result.tool.version}. This page is one file and asks the network for nothing.</p></footer>
<script type="application/json" id="view">${data}</script>
<script>${new Markup(assets.script)}</script>
</body>
</html>
`;
  return page.text;
}

function policy({ script, style }: ReportAssets): string {
  const hash = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
  return [
    "default-src 'none'",
    `script-src ${hash(script)}`,
    `style-src ${hash(style)}`,
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
}
