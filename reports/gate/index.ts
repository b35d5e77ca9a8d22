import { renderBiggerIsBetter, renderSmallerIsBetter } from "./action-benchmark.ts";
import { renderBmf } from "./bmf.ts";
import { jsonText } from "./clean.ts";
import { renderCsv } from "./csv.ts";
import type { OutputFormat } from "./format.ts";
import { renderJunit } from "./junit.ts";
import { renderMarkdown } from "./markdown.ts";
import { renderTerminal } from "./terminal.ts";
import { renderWorkflowCommand } from "./workflow-command.ts";

export { visible, visibleLines } from "./clean.ts";
export type { OutputFormat, OutputOptions } from "./format.ts";

/** Every way a comparison can be written, by the name that `--format` and `--output` take. */
export const OUTPUT_FORMATS = {
  text: { extension: "txt", description: "for the terminal", render: renderTerminal },
  json: {
    extension: "json",
    description: "the comparison itself, of which all others are made",
    render: (comparison) => jsonText(comparison),
  },
  markdown: { extension: "md", description: "for a step's summary or a comment", render: renderMarkdown },
  junit: { extension: "xml", description: "JUnit XML, a case per metric", render: renderJunit },
  bmf: { extension: "json", description: "Bencher Metric Format", render: renderBmf },
  "gha-smaller": {
    extension: "json",
    description: "github-action-benchmark, customSmallerIsBetter",
    render: renderSmallerIsBetter,
  },
  "gha-bigger": {
    extension: "json",
    description: "github-action-benchmark, customBiggerIsBetter",
    render: renderBiggerIsBetter,
  },
  csv: { extension: "csv", description: "every row and all digits, for a spreadsheet", render: renderCsv },
  github: {
    extension: "txt",
    description: "one annotation of GitHub Actions, nothing when all is well",
    render: renderWorkflowCommand,
  },
} as const satisfies Readonly<Record<string, OutputFormat>>;

export type OutputFormatName = keyof typeof OUTPUT_FORMATS;

/** Whether a word names a format. */
export function isOutputFormat(word: string): word is OutputFormatName {
  return Object.hasOwn(OUTPUT_FORMATS, word);
}
