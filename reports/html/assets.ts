import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The page's own script and style, as `scripts/build-page.mjs` bundles them. */
export interface ReportAssets {
  readonly script: string;
  readonly style: string;
}

/** Reads both from a folder, by default the one this module was compiled into. Throws where they were not built. */
export function loadAssets(folder: string = dirname(fileURLToPath(import.meta.url))): ReportAssets {
  return {
    script: readFileSync(join(folder, "page.js"), "utf8"),
    style: readFileSync(join(folder, "page.css"), "utf8"),
  };
}
