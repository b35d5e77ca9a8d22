import { dirname, extname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { BenchError } from "../core/errors.ts";
import { OUTPUT_FORMATS } from "../reports/gate/index.ts";
import { loadAssets, renderCsv, renderHtml, renderJson, renderMarkdown } from "../reports/index.ts";
import { findConfig } from "./config.ts";
import { writeAtomically } from "./files.ts";
import { openInBrowser } from "./open.ts";
import type { ReportFormat } from "./report-formats.ts";
import { findSubject, type Subject } from "./report-subject.ts";
import { findResult } from "./result-file.ts";
import type { System } from "./system.ts";
import { compareTwo } from "./two-results.ts";

/** The options of `bench report`, as commander gives them. */
export interface ReportOptions {
  readonly format?: ReportFormat;
  readonly out?: string;
  readonly compare?: string;
  readonly open?: boolean;
}

type Shown = Pick<Subject, "result" | "comparison">;

/** With a comparison the page and the Markdown have both; data is the comparison's, which has both sides' figures. */
const RENDERERS: Readonly<Record<ReportFormat, (shown: Shown) => string>> = {
  html: ({ result, ...extras }) => renderHtml(result, loadAssets(), extras),
  md: ({ result, comparison }) =>
    renderMarkdown(result) +
    (comparison === undefined ? "" : `\n${OUTPUT_FORMATS.markdown.render(comparison)}`),
  csv: ({ result, comparison }) =>
    comparison === undefined ? renderCsv(result) : OUTPUT_FORMATS.csv.render(comparison),
  json: ({ result, comparison }) =>
    comparison === undefined ? renderJson(result) : OUTPUT_FORMATS.json.render(comparison),
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
  const { path, ...subject } = await findSubject(system.cwd, word);
  const text = RENDERERS[format](await beside(system, word, subject, options));

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

/** The subject with what it is compared with: the result named, or the other side it came with. */
async function beside(
  system: System,
  word: string,
  subject: Shown,
  { compare }: ReportOptions,
): Promise<Shown> {
  if (compare === undefined) return subject;
  if (subject.comparison !== undefined) {
    throw new BenchError("USAGE", `--compare: ${word} is a comparison already`, {
      hint: "leave --compare out, or name a result",
    });
  }
  const base = { label: compare, result: (await findResult(system.cwd, compare)).result };
  const head = { label: word, result: subject.result };
  const config = await findConfig(system.cwd, undefined);
  return { ...subject, comparison: compareTwo(system, base, head, config) };
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
