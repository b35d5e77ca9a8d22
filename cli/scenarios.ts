import { readdir } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { BenchError } from "../core/errors.ts";
import { didYouMean } from "../core/nearest.ts";
import { loadScenario } from "../core/scenario/load.ts";
import { entriesNamed, knownTransports } from "../core/scenario/override.ts";
import { MAX_SOURCE_BYTES } from "../core/scenario/source.ts";
import type { Scenario, TransportEntry } from "../core/scenario.ts";
import { isServerOnly, SERVED_NAMES, whyNotMeasured } from "../core/transports.ts";
import { readUpTo, reasonOf } from "./files.ts";
import { packageFolder } from "./package.ts";

/** Where the built-in scenarios are. */
const BUILT_IN = join(packageFolder(), "scenarios");
const EXTENSION = /\.ya?ml$/i;

/**
 * The scenario that a word names: a path if it contains a slash or ends in .yaml or .yml, else a built-in
 * one. Throws SCENARIO_UNKNOWN, or SCENARIO_INVALID for what is in the file.
 */
export async function findScenario(word: string, cwd: string): Promise<Scenario> {
  if (word.includes("/") || EXTENSION.test(word)) return await readScenario(resolve(cwd, word), word);
  const names = await builtInNames();
  if (!names.includes(word)) {
    throw new BenchError("SCENARIO_UNKNOWN", `there is no scenario "${word}"`, {
      hint: suggest(word, names),
    });
  }
  return await readBuiltIn(word);
}

/** The entry that a word names: the scenario's, or a built-in transport's. Throws USAGE for any other word. */
export function entryNamed(scenario: Scenario, word: string): TransportEntry {
  const [entry] = entriesNamed(scenario, word);
  if (entry !== undefined) return entry;
  const notYet = whyNotMeasured(word);
  if (notYet !== undefined) throw new BenchError("USAGE", notYet);
  throw unknownTransport(word, knownTransports(scenario));
}

/** As `entryNamed`, for looking at a server half by itself: transports without a load client too. */
export function servedEntryNamed(scenario: Scenario, word: string): TransportEntry {
  const [entry] = entriesNamed(scenario, word);
  if (entry !== undefined) return entry;
  if (isServerOnly(word)) return { id: word, transport: word, params: {} };
  throw unknownTransport(word, [...new Set([...knownTransports(scenario), ...SERVED_NAMES])]);
}

function unknownTransport(word: string, known: readonly string[]): BenchError {
  const meant = didYouMean(word, known);
  return new BenchError("USAGE", `there is no transport "${word}"`, {
    hint: `${meant === undefined ? "" : `${meant} `}known: ${known.join(", ")}`,
  });
}

/** Names of the built-in scenarios, in order. */
export async function builtInNames(): Promise<readonly string[]> {
  const files = await readdir(BUILT_IN);
  return files
    .filter((file) => EXTENSION.test(file))
    .map((file) => file.replace(EXTENSION, ""))
    .sort();
}

export const readBuiltIn = (name: string): Promise<Scenario> =>
  readScenario(join(BUILT_IN, `${name}.yaml`), `${name}.yaml`);

async function readScenario(path: string, file: string): Promise<Scenario> {
  const { text } = await readUpTo(path, MAX_SOURCE_BYTES).catch(async (cause: unknown) => {
    const name = basename(file).replace(EXTENSION, "");
    throw new BenchError("SCENARIO_UNKNOWN", `cannot read the scenario ${file}: ${reasonOf(cause)}`, {
      hint: suggest(name, await builtInNames()),
      cause,
    });
  });
  return loadScenario(text, { file, folder: dirname(path) });
}

function suggest(word: string, names: readonly string[]): string {
  const meant = didYouMean(word, names);
  const known = `built in: ${names.join(", ")}; or give the path of a YAML file`;
  return meant === undefined ? known : `${meant} ${known}`;
}
