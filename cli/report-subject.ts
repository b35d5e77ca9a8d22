import { stat } from "node:fs/promises";
import { dirname, join, relative, resolve, sep } from "node:path";
import type { Comparison } from "../core/comparison.ts";
import { BenchError } from "../core/errors.ts";
import type { Result } from "../core/result.ts";
import { parseComparison, readResult, readText } from "./result-file.ts";

/** What a report is of: a result, and what it is compared with where that is known. */
export interface Subject {
  /** The file that was read. */
  readonly path: string;
  readonly result: Result;
  readonly comparison?: Comparison;
}

const COMPARISON = "comparison.json";

/**
 * What a word names: a `result.json`, a `comparison.json` of `bench ab`, or a folder with one of them. A
 * comparison's result is that of its head. Throws RESULT_INVALID.
 */
export async function findSubject(cwd: string, word: string): Promise<Subject> {
  const given = resolve(cwd, word);
  if (!(await is(given, "directory"))) {
    return given.endsWith(`${sep}${COMPARISON}`) ? await compared(given) : await alone(given);
  }
  const path = join(given, COMPARISON);
  return (await is(path, "file")) ? await compared(path) : await alone(join(given, "result.json"));
}

const alone = async (path: string): Promise<Subject> => ({ path, result: await readResult(path) });

async function compared(path: string): Promise<Subject> {
  const comparison = parseComparison(await readText(path), path);
  const { result } = comparison.head;
  if (result === undefined) {
    throw new BenchError("RESULT_INVALID", `${path} does not say where the result of its head is`, {
      hint: "give the folder that bench ab has made, or two results: bench report <head> --compare <base>",
    });
  }
  const folder = dirname(path);
  const place = resolve(folder, result);
  if (relative(folder, place).startsWith("..")) {
    throw new BenchError("RESULT_INVALID", `${path} names a result outside its folder: ${result}`, {
      hint: "give the folder that bench ab has made",
    });
  }
  return { path, result: await readResult(place), comparison };
}

const is = (path: string, what: "file" | "directory"): Promise<boolean> =>
  stat(path).then(
    (found) => (what === "file" ? found.isFile() : found.isDirectory()),
    () => false,
  );
