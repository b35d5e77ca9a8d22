import { compareHalves } from "../harness/gate/compare-halves.ts";
import { compareResults } from "../harness/gate/compare-results.ts";
import { comparisonOf } from "../harness/gate/document.ts";
import { quoted } from "./command-line.ts";
import { findConfig } from "./config.ts";
import { gateExit } from "./gate-exit.ts";
import { type GateOutputOptions, outputsOf, tellComparison } from "./gate-output.ts";
import { allThresholds, limitsOf } from "./gate-settings.ts";
import { findResult } from "./result-file.ts";
import type { System } from "./system.ts";

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
  const { config } = await findConfig(system.cwd, options.config);
  const strict = options.strict ?? config.strict ?? false;
  const outputs = outputsOf(system, options, strict);
  const [was, is] = [await findResult(system.cwd, base), await findResult(system.cwd, head)];
  const sides = [
    { label: base, result: was.result },
    { label: head, result: is.result },
  ] as const;
  const ids = is.result.scenario.transports.map(({ id }) => id);
  // What a limit names has to be there, also where times are only shown.
  allThresholds(config, [], ids);
  const limits = limitsOf({}, config, { limits: is.result.scenario.limits ?? [] }, ids);
  const findings = compareHalves(...sides, limits) ?? compareResults(...sides);
  const command = ["bench", ...system.argv].map(quoted).join(" ");
  const comparison = comparisonOf(findings, { result: is.result, command, at: new Date() });
  await tellComparison(system, comparison, outputs);
  return gateExit(comparison, { strict });
}
