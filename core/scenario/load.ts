import type { Scenario } from "../scenario.ts";
import { problemsError } from "./problem.ts";
import { resolveScenario } from "./resolve.ts";
import { parseSource } from "./source.ts";

export interface ScenarioOrigin {
  /** What messages call the file. */
  readonly file: string;
  /** Where relative paths in it start. */
  readonly folder: string;
}

const HINT = "the format: scenarios/README.md; a scenario to copy: bench list";

/**
 * Reads a scenario's YAML text. Throws SCENARIO_INVALID that lists every problem together, each with file,
 * line, column, key, what was found, what is allowed and the nearest valid word.
 */
export function loadScenario(text: string, { file, folder }: ScenarioOrigin): Scenario {
  const source = parseSource(text, file, HINT);
  const resolution = resolveScenario(source.value, folder);
  if (resolution.ok) return resolution.scenario;
  throw problemsError(file, resolution.problems, source.describe, HINT);
}
