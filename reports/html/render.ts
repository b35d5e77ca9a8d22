import type { Result } from "../../core/result.ts";
import { verdictSentence } from "../sentence.ts";
import type { ReportAssets } from "./assets.ts";

/** A result as one HTML file that needs no network. */
export function renderHtml(result: Result, assets: ReportAssets): string {
  return `<!doctype html><title>${result.run.id.length}</title>${assets.style.length}${verdictSentence(result).length}`;
}
