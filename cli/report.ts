import { dirname, extname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { BenchError } from "../core/errors.ts";
import type { Result } from "../core/result.ts";
import { loadAssets, renderCsv, renderHtml, renderJson, renderMarkdown } from "../reports/index.ts";
import { writeAtomically } from "./files.ts";
import { openInBrowser } from "./open.ts";
import type { ReportFormat } from "./report-formats.ts";
import { findResult } from "./result-file.ts";
import type { System } from "./system.ts";

/** The options of `bench report`, as commander gives them. */
export interface ReportOptions {
  readonly format?: ReportFormat;
  readonly out?: string;
  readonly open?: boolean;
}

const RENDERERS: Readonly<Record<ReportFormat, (result: Result) => string>> = {
  html: (result) => renderHtml(result, loadAssets()),
  md: renderMarkdown,
  csv: renderCsv,
  json: renderJson,
};

const FORMAT_OF_ENDING: Readonly<Record<string, ReportFormat>> = {
  ".html": "html",
  ".htm": "html",
  ".md": "md",
  ".csv": "csv",
  ".json": "json",
};

/** What stands for stdout among files. */
const STDOUT = "-";

/** `bench report`: writes a result in the format asked for: pages to a file, text to stdout. */
export async function report(system: System, word: string, options: ReportOptions): Promise<number> {
  const format = formatOf(options);
  const { path, result } = await findResult(system.cwd, word);
  const text = RENDERERS[format](result);

  const { out = format === "html" ? join(dirname(path), "report.html") : STDOUT } = options;
  if (out === STDOUT) {
    system.stdout.write(text);
    return 0;
  }
  const file = resolve(system.cwd, out);
  await writeAtomically(file, text);
  system.stdout.write(`${file}\n`);
  if (options.open === true) await open(system, file);
  return 0;
}

/** The format asked for, else the one of the file's name, else the page. Throws USAGE where --open cannot be. */
function formatOf({ format, out, open }: ReportOptions): ReportFormat {
  const found = format ?? FORMAT_OF_ENDING[extname(out ?? "").toLowerCase()] ?? "html";
  if (open !== true) return found;
  if (found !== "html") {
    throw new BenchError("USAGE", `--open: a browser shows the page, not ${found}`, {
      hint: "leave --open or the format out",
    });
  }
  if (out === STDOUT) {
    throw new BenchError("USAGE", "--open: with --out - there is no file to open", {
      hint: "name a file with --out, or leave it out",
    });
  }
  return found;
}

async function open(system: System, file: string): Promise<void> {
  const opening = await openInBrowser(system, pathToFileURL(file));
  if (opening.type === "not-opened") system.stderr.write(`not opened: ${opening.why}\n`);
}
