import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { build } from "esbuild";

const ROOT = resolve(import.meta.dirname, "../..");

/** The files of a folder: as its README has them, and as they are. */
export interface Files {
  /** Files and folders named in the table's first column. */
  readonly named: readonly string[];
  /** Files and folders that are there, tests apart. */
  readonly there: readonly string[];
}

/** What a folder's README promises, and what is so. */
export interface Promises extends Files {
  /** What the example is said to print. */
  readonly promised: string;
  /** What it prints: run from the sources, as it says how to run it from the built package. */
  readonly printed: string;
}

/** Reads the table of a folder's README. */
export function filesOf(folder: string): Files {
  const text = readFileSync(join(folder, "README.md"), "utf8");
  return {
    named: [...text.matchAll(/^\| `([^`]+?)\/?` +\|/gm)].map(([, name = ""]) => name).toSorted(),
    there: readdirSync(folder)
      .filter((name) => !/\.test\.ts$|^README\.md$/.test(name))
      .toSorted(),
  };
}

/** Reads a folder's README and runs its example, the first `node -e` in it. */
export async function readmeOf(folder: string): Promise<Promises> {
  const text = readFileSync(join(folder, "README.md"), "utf8");
  const example = /-e '\n([\s\S]*?)'\n```/.exec(text)?.[1] ?? "throw new Error('there is no example')";
  const bundle = await build({
    stdin: { contents: example.replace(/"\.\/dist\/(.*?)\.js"/g, '"./$1.ts"'), resolveDir: ROOT },
    bundle: true,
    packages: "external",
    platform: "node",
    format: "esm",
    write: false,
  });
  const run = ["--input-type=module", "-e", bundle.outputFiles[0]?.text ?? ""];
  const { stdout } = await promisify(execFile)(process.execPath, run, { cwd: ROOT });
  return {
    ...filesOf(folder),
    promised: /```text\n([\s\S]*?)```/.exec(text)?.[1] ?? "",
    printed: stdout,
  };
}
