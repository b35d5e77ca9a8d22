import { relative, resolve } from "node:path";
import type { Config } from "../core/config.ts";
import { BenchError, EXIT } from "../core/errors.ts";
import type { Result } from "../core/result.ts";
import type { Threshold } from "../core/scenario.ts";
import { checkResult } from "../harness/gate/check.ts";
import { comparisonOf } from "../harness/gate/document.ts";
import { BASELINES, baselinePath, readBaseline } from "./baseline-file.ts";
import { quoted } from "./command-line.ts";
import { findConfig } from "./config.ts";
import { gateExit } from "./gate-exit.ts";
import { type GateOutputOptions, outputsOf, tellComparison } from "./gate-output.ts";
import { allThresholds } from "./gate-settings.ts";
import { findResult } from "./result-file.ts";
import type { System } from "./system.ts";

/** The options of `bench check`, as commander gives them. */
export interface CheckCommandOptions extends GateOutputOptions {
  readonly baseline?: string;
  readonly optional?: boolean;
  readonly config?: string;
}

/** `bench check`: one result against thresholds and a baseline; returns the exit code. */
export async function check(system: System, word: string, options: CheckCommandOptions): Promise<number> {
  const { config } = await findConfig(system.cwd, options.config);
  const strict = options.strict ?? config.strict ?? false;
  const outputs = outputsOf(system, options, strict);
  const { result, path } = await findResult(system.cwd, word);
  const thresholds = thresholdsFor(config, result);
  const baseline = await baselineFor(system, options, config, result);
  if (baseline === undefined && thresholds.length === 0) {
    const what = `there is nothing to check ${word} against: no baseline and no thresholds`;
    const hint =
      "make a baseline: bench accept --reason <why>; or set thresholds in the scenario or bench.config.ts";
    if (options.optional !== true) throw new BenchError("USAGE", what, { hint });
    system.stderr.write(`${what}; ${hint}\n`);
    return EXIT.ok;
  }
  const label = shown(system, path);
  const findings = checkResult({
    result,
    label,
    thresholds,
    ...(baseline === undefined ? {} : { baseline }),
  });
  const notes =
    baseline === undefined
      ? [
          { code: "NO_BASELINE", message: "there is no baseline: only thresholds were checked" },
          ...findings.notes,
        ]
      : findings.notes;
  const command = ["bench", ...system.argv].map(quoted).join(" ");
  const comparison = comparisonOf({ ...findings, notes }, { result, command, at: new Date() });
  await tellComparison(system, comparison, outputs);
  return gateExit(comparison, { strict });
}

/** The result's own thresholds and the project's. */
function thresholdsFor(config: Config, { scenario }: Result): Threshold[] {
  const own = scenario.thresholds.map((threshold) => ({ ...threshold, op: threshold.op as Threshold["op"] }));
  return allThresholds(
    config,
    own,
    scenario.transports.map(({ id }) => id),
  );
}

async function baselineFor(
  system: System,
  { baseline }: CheckCommandOptions,
  config: Config,
  { scenario }: Result,
) {
  const folder = resolve(system.cwd, config.baselines ?? BASELINES);
  const path = baseline === undefined ? baselinePath(folder, scenario.name) : resolve(system.cwd, baseline);
  const holds = await readBaseline(path);
  if (holds !== undefined) return { label: shown(system, path), holds };
  if (baseline === undefined) return undefined;
  throw new BenchError("BASELINE_INVALID", `there is no baseline ${path}`, {
    hint: `make it: bench accept --baseline ${quoted(baseline)} --reason <why>`,
  });
}

/** A path as short as it can be said from where the person stands. */
function shown({ cwd }: System, path: string): string {
  const short = relative(cwd, path);
  return short.startsWith("..") ? path : short;
}
