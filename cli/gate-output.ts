import { appendFile, lstat, writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import type { Comparison } from "../core/comparison.ts";
import { BenchError } from "../core/errors.ts";
import { didYouMean } from "../core/nearest.ts";
import {
  isOutputFormat,
  OUTPUT_FORMATS,
  type OutputFormat,
  type OutputFormatName,
} from "../reports/gate/index.ts";
import { ensureWritable, reasonOf, writeAtomically } from "./files.ts";
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

/** Makes sure that what was asked for can be written, before minutes are spent on measuring it. Throws OUT_UNWRITABLE. */
export async function ensureOutputs({ files }: Outputs): Promise<void> {
  for (const { path } of files) {
    const kind = await kindOf(path);
    if (kind === "folder") {
      throw new BenchError("OUT_UNWRITABLE", `--output: ${path} is a folder`, {
        hint: "name a file, such as --output junit=gate.xml",
      });
    }
    if (kind === "file") await ensureWritable(dirname(path));
  }
}

/**
 * Prints a comparison, tells GitHub where that runs this, and writes the files that were asked for: all that can be
 * written, also where one cannot.
 */
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
  const onGitHub = env.GITHUB_ACTIONS === "true";
  // The runner reads annotations off either stream; stdout may be a document.
  if (onGitHub && outputs.format !== "github") stderr.write(FORMATS.github.render(comparison, plain));
  const written = await Promise.allSettled([
    ...(onGitHub ? [summarise(env.GITHUB_STEP_SUMMARY, FORMATS.markdown.render(comparison, plain))] : []),
    ...outputs.files.map(({ format, path }) => write(path, FORMATS[format].render(comparison, plain))),
  ]);
  const failed = written.find((each) => each.status === "rejected");
  if (failed !== undefined) throw failed.reason;
}

async function summarise(path: string | undefined, text: string): Promise<void> {
  if (path === undefined || path === "") return;
  try {
    await appendFile(path, text);
  } catch (cause) {
    throw new BenchError("OUT_UNWRITABLE", `cannot write the step's summary ${path}: ${reasonOf(cause)}`, {
      hint: "it is what GITHUB_STEP_SUMMARY names",
      cause,
    });
  }
}

/** A file is written whole or not at all; what is none, such as `/dev/stdout`, is written into and stays. */
async function write(path: string, text: string): Promise<void> {
  if ((await kindOf(path)) === "file") return await writeAtomically(path, text);
  try {
    await writeFile(path, text);
  } catch (cause) {
    throw new BenchError("OUT_UNWRITABLE", `cannot write ${path}: ${reasonOf(cause)}`, { cause });
  }
}

/** What is at a path, or will be: a link counts as what it is, because replacing it would take it away. */
async function kindOf(path: string): Promise<"file" | "folder" | "other"> {
  const there = await lstat(path).catch(() => undefined);
  if (there === undefined || there.isFile()) return "file";
  return there.isDirectory() ? "folder" : "other";
}
