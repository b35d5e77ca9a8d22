import { readFile, stat } from "node:fs/promises";
import { extname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { type Config, ConfigSchema } from "../core/config.ts";
import { BenchError } from "../core/errors.ts";
import { check } from "../core/scenario/check.ts";
import { formatPath, problemsError } from "../core/scenario/problem.ts";
import { reasonOf } from "./files.ts";

/** What a project's settings may be called, the first that is there counts. */
export const CONFIG_FILES = ["bench.config.ts", "bench.config.mjs", "bench.config.json"] as const;

export interface FoundConfig {
  readonly config: Config;
  /** Where it stands; absent where there is none. */
  readonly path?: string;
}

/**
 * A project's settings: the file asked for, else the one in this folder, else none. Throws CONFIG_INVALID that
 * lists everything wrong with it.
 */
export async function findConfig(cwd: string, asked: string | undefined): Promise<FoundConfig> {
  const path = asked === undefined ? await inFolder(cwd) : resolve(cwd, asked);
  if (path === undefined) return { config: {} };
  const value = await load(path);
  const problems = check(ConfigSchema, value);
  if (problems.length === 0) return { path, config: value as Config };
  throw problemsError(
    path,
    problems,
    (listed) => listed.map((each) => `${path}: ${formatPath(each.path)}: ${each.message}`),
    "the settings: docs/CI.md",
    "CONFIG_INVALID",
  );
}

async function inFolder(folder: string): Promise<string | undefined> {
  for (const name of CONFIG_FILES) {
    const path = join(folder, name);
    const found = await stat(path).catch(() => undefined);
    if (found?.isFile()) return path;
  }
  return undefined;
}

/** What the file exports by default, or holds. It is the project's own code and runs with the caller's rights. */
async function load(path: string): Promise<unknown> {
  try {
    switch (extname(path)) {
      case ".json":
        return JSON.parse(await readFile(path, "utf8"));
      case ".mjs":
      case ".js":
        return ((await import(pathToFileURL(path).href)) as { default?: unknown }).default;
      case ".ts":
      case ".mts":
        return await loadTypeScript(path);
      default:
        throw new Error("it is none of .ts, .mjs and .json");
    }
  } catch (cause) {
    throw new BenchError("CONFIG_INVALID", `cannot read the settings ${path}: ${reasonOf(cause)}`, {
      hint: `${CONFIG_FILES.join(", ")}: export default { … }, or JSON`,
      cause,
    });
  }
}

/** Node 20 does not read TypeScript by itself. */
async function loadTypeScript(path: string): Promise<unknown> {
  const { createJiti } = await import("jiti");
  // This package itself, also where it is not installed beside the settings: in a checkout, by npx.
  const alias = { "polls-apart": join(import.meta.dirname, "..", "core", "public.js") };
  const jiti = createJiti(import.meta.url, { fsCache: false, moduleCache: false, alias });
  return await jiti.import(path, { default: true });
}
