import { appendFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { Comparison } from "../core/comparison.ts";
import { BenchError } from "../core/errors.ts";
import { didYouMean } from "../core/nearest.ts";
import {
  isOutputFormat,
  OUTPUT_FORMATS,
  type OutputFormat,
  type OutputFormatName,
} from "../reports/gate/index.ts";
import { reasonOf, writeAtomically } from "./files.ts";
import { lively, type System } from "./system.ts";

/** What every command of the gate takes to say what it found. */
export interface GateOutputOptions {
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly color: boolean;
  readonly strict?: boolean;
  /** What stdout gets. */
  readonly format?: string;
  /** `format=path`, any number of them. */
  readonly output?: readonly string[];
}

/** Where a comparison goes. */
export interface Outputs {
  readonly format: OutputFormatName;
  readonly files: readonly { readonly format: OutputFormatName; readonly path: string }[];
  readonly strict: boolean;
  readonly color: boolean;
}

const FORMATS: Readonly<Record<OutputFormatName, OutputFormat>> = OUTPUT_FORMATS;
const NAMES = Object.keys(FORMATS) as readonly OutputFormatName[];

/** Checks what was asked for before anything is measured. Throws USAGE. */
export function outputsOf(system: System, options: GateOutputOptions, strict: boolean): Outputs {
  const format = options.json === true ? "json" : formatNamed(options.format ?? "text", "--format");
  const files = (options.output ?? []).map((text) => {
    const [name = "", ...rest] = text.split("=");
    const path = rest.join("=");
    if (path === "") {
      throw new BenchError("USAGE", `--output "${text}" names no file`, {
        hint: "write format=file, such as --output junit=gate.xml",
      });
    }
    return { format: formatNamed(name, "--output"), path: resolve(system.cwd, path) };
  });
  return { format, files, strict, color: options.color };
}

function formatNamed(word: string, option: string): OutputFormatName {
  if (isOutputFormat(word)) return word;
  const meant = didYouMean(word, NAMES);
  throw new BenchError("USAGE", `${option}: there is no format "${word}"`, {
    hint: `${meant === undefined ? "" : `${meant} `}formats: ${NAMES.join(", ")}`,
  });
}

/** Prints a comparison, writes the files that were asked for, and tells GitHub where that runs this. */
export async function tellComparison(
  system: System,
  comparison: Comparison,
  outputs: Outputs,
): Promise<void> {
  const { stdout, stderr, env } = system;
  const plain = { columns: 120, colour: false, strict: outputs.strict };
  const shown =
    outputs.format === "text"
      ? { ...plain, columns: stdout.columns, colour: lively(system, stdout, outputs.color) }
      : plain;
  stdout.write(FORMATS[outputs.format].render(comparison, shown));
  for (const { format, path } of outputs.files) {
    await writeAtomically(path, FORMATS[format].render(comparison, plain));
  }
  if (env.GITHUB_ACTIONS !== "true") return;
  // The runner reads annotations off either stream; stdout may be a document.
  if (outputs.format !== "github") stderr.write(FORMATS.github.render(comparison, plain));
  const summary = env.GITHUB_STEP_SUMMARY;
  if (summary === undefined || summary === "") return;
  try {
    await appendFile(summary, FORMATS.markdown.render(comparison, plain));
  } catch (cause) {
    throw new BenchError("OUT_UNWRITABLE", `cannot write the step's summary ${summary}: ${reasonOf(cause)}`, {
      hint: "it is what GITHUB_STEP_SUMMARY names",
      cause,
    });
  }
}
