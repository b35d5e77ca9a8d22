import type { OptionValues } from "commander";
import type { CheckCommandOptions } from "../check.ts";
import { type Declare, examples } from "./declare.ts";
import { GATE_EXIT_CODES, outputOptions } from "./gate-options.ts";

/** `bench check`. */
export const check: Declare = (program, { system, outcome }) => {
  const command = program
    .command("check")
    .summary("check a result against thresholds and a committed baseline")
    .description(
      "Checks one result: its thresholds, and its exact and counted metrics against the baseline that bench accept " +
        "has written. Holds on any machine; no time is ever compared with one that was measured before.",
    )
    .argument("[result]", "a result.json, or the folder it is in", "bench-results/latest")
    .option("--baseline <baseline>", "the baseline (default: .bench/baselines/<scenario>.json)")
    .option("--optional", "end well where there is neither a baseline yet nor a threshold");
  outputOptions(command)
    .addHelpText(
      "after",
      examples([
        "bench run smoke && bench check",
        "bench check bench-results/latest --output junit=check.xml",
        "bench check result.json --baseline .bench/baselines/smoke.json --json",
      ]) + GATE_EXIT_CODES,
    )
    .action(async (result: string, options: OptionValues) => {
      const action = await import("../check.ts");
      outcome.exitCode = await action.check(system, result, options as CheckCommandOptions);
    });
};
