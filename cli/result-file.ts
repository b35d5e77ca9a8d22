import { readFile, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { Check, Errors } from "typebox/value";
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
  const text = await readFile(path, "utf8").catch((cause: unknown) => {
    throw invalid(
      `cannot read the result ${path}: ${reasonOf(cause)}`,
      "a run writes it to bench-results/latest",
    );
  });
  return parseResult(text, path);
}

/** Reads the text of a result; `path` is what messages call it. */
export function parseResult(text: string, path: string): Result {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw invalid(
      `${path} is not JSON: ${(cause as Error).message}`,
      "give the result.json that a run has written",
    );
  }
  const found = (value as { schemaVersion?: unknown } | null)?.schemaVersion;
  if (found !== RESULT_VERSION) {
    const version =
      found === undefined ? "has no schemaVersion" : `has schemaVersion ${JSON.stringify(found)}`;
    throw invalid(
      `${path} ${version}; this program reads version ${RESULT_VERSION}`,
      "give the result.json that a run has written, or run again",
    );
  }
  if (Check(ResultSchema, value)) return value;
  throw invalid(
    `${path} is not a whole result:\n  ${faultsOf(value).join("\n  ")}`,
    "the format: schemas/result.schema.json in the package",
  );
}

/** `cells[0].verdict.status: must be equal to constant`, the first few. */
function faultsOf(value: unknown): string[] {
  const lines = Errors(ResultSchema, value)
    // The fault of a place inside says more than that of the union or object around it.
    .filter(({ keyword }) => keyword !== "anyOf" && keyword !== "boolean")
    .map(({ instancePath, message }) => `${instancePath === "" ? "the document" : instancePath}: ${message}`);
  const distinct = [...new Set(lines)];
  const rest = distinct.length - MOST_FAULTS;
  return [...distinct.slice(0, MOST_FAULTS), ...(rest > 0 ? [`and ${rest} more`] : [])];
}

const invalid = (message: string, hint: string): BenchError =>
  new BenchError("RESULT_INVALID", message, { hint });
