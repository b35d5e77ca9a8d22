import { readFileSync } from "node:fs";
import { BenchError } from "../core/errors.ts";

/** What is served of the page, by path. Nothing else is: no path ever becomes a file's name. */
export interface Assets {
  readonly html: string;
  readonly script: string;
  readonly style: string;
}

/** The page as `scripts/build-page.mjs` built it. */
export function loadAssets(folder: URL = new URL("./page/", import.meta.url)): Assets {
  const read = (name: string): string => readFileSync(new URL(name, folder), "utf8");
  try {
    return { html: read("index.html"), script: read("demo.js"), style: read("demo.css") };
  } catch (cause) {
    throw new BenchError("INTERNAL", "the demo's page is not there", {
      hint: "npm run build makes it",
      cause,
    });
  }
}
