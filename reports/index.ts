export { renderCsv } from "./csv.ts";
export { loadAssets, type ReportAssets } from "./html/assets.ts";
export { type ReportExtras, renderHtml } from "./html/render.ts";
export { renderJson } from "./json.ts";
export { renderMarkdown } from "./markdown.ts";
export { verdictSentence } from "./sentence.ts";
export { renderText, type TextOptions } from "./text.ts";
