import { join } from "node:path";
import { Check, Errors } from "typebox/value";
import { BASELINE_VERSION, type Baseline, BaselineSchema } from "../core/baseline.ts";
import { BenchError } from "../core/errors.ts";
import { readUpTo, reasonOf } from "./files.ts";

/** Where baselines are, unless a project says otherwise. */
export const BASELINES = join(".bench", "baselines");
/** A baseline of 64 entries takes some 100 KiB. */
const MAX_BYTES = 4 * 1024 ** 2;

/** The file of a scenario's baseline; safe as a name whatever the scenario is called. */
export function baselinePath(folder: string, scenario: string): string {
  const name = scenario.replace(/[^A-Za-z0-9._-]+/g, "-").replace(/^[-.]+/, "");
  return join(folder, `${name || "scenario"}.json`);
}

/** Reads a baseline; `undefined` where there is none. Throws BASELINE_INVALID for anything that is not one. */
export async function readBaseline(path: string): Promise<Baseline | undefined> {
  const read = await readUpTo(path, MAX_BYTES).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === "ENOENT") return undefined;
    throw invalid(`cannot read the baseline ${path}: ${reasonOf(cause)}`, "bench accept writes it");
  });
  if (read === undefined) return undefined;
  if (read.more)
    throw invalid(`${path} is larger than a baseline can be`, "give the file that bench accept has written");
  let value: unknown;
  try {
    value = JSON.parse(read.text);
  } catch (cause) {
    throw invalid(
      `${path} is not JSON: ${(cause as Error).message}`,
      "take it from version control again; a merge may have left its marks in it",
    );
  }
  const found = (value as { schemaVersion?: unknown } | null)?.schemaVersion;
  if (typeof found === "number" && found > BASELINE_VERSION) {
    throw invalid(
      `${path} has schemaVersion ${found}; this program reads version ${BASELINE_VERSION}`,
      "use the version of polls-apart that wrote it, or a newer one",
    );
  }
  if (Check(BaselineSchema, value)) return value;
  const [fault] = Errors(BaselineSchema, value).filter(({ keyword }) => keyword !== "boolean");
  throw invalid(
    `${path} is not a baseline: ${fault === undefined ? "" : `${fault.instancePath || "the document"}: ${fault.message}`}`,
    "write it anew: bench accept --reason <why>",
  );
}

const invalid = (message: string, hint: string): BenchError =>
  new BenchError("BASELINE_INVALID", message, { hint });
