import { findConfig } from "./config.ts";
import { gateExit } from "./gate-exit.ts";
import { type GateOutputOptions, outputsOf, tellComparison } from "./gate-output.ts";
import { findResult } from "./result-file.ts";
import type { System } from "./system.ts";
import { compareTwo } from "./two-results.ts";

/** The options of `bench compare`, as commander gives them. */
export interface CompareOptions extends GateOutputOptions {
  readonly config?: string;
}

/** `bench compare`: two results side by side; returns the exit code. */
export async function compare(
  system: System,
  base: string,
  head: string,
  options: CompareOptions,
): Promise<number> {
  const found = await findConfig(system.cwd, options.config);
  const { config } = found;
  const strict = options.strict ?? config.strict ?? false;
  const outputs = outputsOf(system, options, strict);
  const [was, is] = [await findResult(system.cwd, base), await findResult(system.cwd, head)];
  const sides = [
    { label: base, result: was.result },
    { label: head, result: is.result },
  ] as const;
  const comparison = compareTwo(system, ...sides, found);
  await tellComparison(system, comparison, outputs);
  return gateExit(comparison, { strict });
}
