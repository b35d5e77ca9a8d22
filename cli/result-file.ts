import { readFile, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Static, TSchema } from "typebox";
import { Check, Errors } from "typebox/value";
import { COMPARISON_VERSION, type Comparison, ComparisonSchema } from "../core/comparison.ts";
import { BenchError } from "../core/errors.ts";
import { RESULT_VERSION, type Result, ResultSchema } from "../core/result.ts";
import { reasonOf } from "./files.ts";

/** More faults than these do not tell more. */
const MOST_FAULTS = 5;

/** Reads the result in a file, or in the folder that a run has made. Throws RESULT_INVALID. */
export async function findResult(cwd: string, word: string): Promise<{ path: string; result: Result }> {
  const given = resolve(cwd, word);
  const found = await stat(given).catch(() => undefined);
  const path = found?.isDirectory() === true ? join(given, "result.json") : given;
  return { path, result: await readResult(path) };
}

/** Reads a result that a run has written; throws RESULT_INVALID for anything else, and says what is wrong. */
export async function readResult(path: string): Promise<Result> {
  return parseResult(await readText(path), path);
}

/** Reads a file's text. Throws RESULT_INVALID. */
export async function readText(path: string): Promise<string> {
  return await readFile(path, "utf8").catch((cause: unknown) => {
    throw invalid(
      `cannot read the result ${path}: ${reasonOf(cause)}`,
      "a run writes it to bench-results/latest",
    );
  });
}

/** A document of ours, and where people get one. */
interface Kind<T extends TSchema> {
  readonly name: string;
  readonly version: number;
  readonly schema: T;
  readonly whence: string;
  readonly published: string;
}

const RESULT: Kind<typeof ResultSchema> = {
  name: "result",
  version: RESULT_VERSION,
  schema: ResultSchema,
  whence: "give the result.json that a run has written",
  published: "schemas/result.schema.json",
};

const COMPARISON: Kind<typeof ComparisonSchema> = {
  name: "comparison",
  version: COMPARISON_VERSION,
  schema: ComparisonSchema,
  whence: "give the comparison.json that bench ab has written",
  published: "schemas/comparison.schema.json",
};

/** Reads the text of a result; `path` is what messages call it. */
export const parseResult = (text: string, path: string): Result => parse(text, path, RESULT);

/** Reads the text of a comparison; `path` is what messages call it. */
export const parseComparison = (text: string, path: string): Comparison => parse(text, path, COMPARISON);

function parse<T extends TSchema>(text: string, path: string, kind: Kind<T>): Static<T> {
  const { name, version, schema, whence, published } = kind;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw invalid(`${path} is not JSON: ${(cause as Error).message}`, whence);
  }
  const found = (value as { schemaVersion?: unknown } | null)?.schemaVersion;
  if (found !== version) {
    const has = found === undefined ? "has no schemaVersion" : `has schemaVersion ${JSON.stringify(found)}`;
    throw invalid(`${path} ${has}; this program reads version ${version}`, `${whence}, or run again`);
  }
  if (Check(schema, value)) return value;
  const faults = faultsOf(schema, value).join("\n  ");
  throw invalid(`${path} is not a whole ${name}:\n  ${faults}`, `the format: ${published} in the package`);
}

/** `cells[0].verdict.status: must be equal to constant`, the first few. */
function faultsOf(schema: TSchema, value: unknown): string[] {
  const lines = Errors(schema, value)
    // The fault of a place inside says more than that of the union or object around it.
    .filter(({ keyword }) => keyword !== "anyOf" && keyword !== "boolean")
    .map(({ instancePath, message }) => `${instancePath === "" ? "the document" : instancePath}: ${message}`);
  const distinct = [...new Set(lines)];
  const rest = distinct.length - MOST_FAULTS;
  return [...distinct.slice(0, MOST_FAULTS), ...(rest > 0 ? [`and ${rest} more`] : [])];
}

const invalid = (message: string, hint: string): BenchError =>
  new BenchError("RESULT_INVALID", message, { hint });
