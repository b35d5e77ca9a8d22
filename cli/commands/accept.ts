import type { OptionValues } from "commander";
import type { AcceptOptions } from "../accept.ts";
import { type Declare, examples } from "./declare.ts";

/** `bench accept`. */
export const accept: Declare = (program, { system, outcome }) => {
  program
    .command("accept")
    .summary("take a result's exact and counted metrics into the baseline")
    .description(
      "Writes the baseline that bench check compares with: exact and counted metrics of a result, with the reason " +
        "why they changed. Commit the file: its diff is read like code.",
    )
    .argument("[result]", "a result.json, or the folder it is in", "bench-results/latest")
    .option("--metric <metrics>", "only these, with commas between: metric, or transport.metric")
    .requiredOption("--reason <text>", "why they changed, or why there is a baseline now")
    .option("--baseline <baseline>", "the baseline (default: .bench/baselines/<scenario>.json)")
    .option("--config <file>", "the project's settings (default: bench.config.ts, .mjs or .json here)")
    .addHelpText(
      "after",
      `${examples([
        'bench run smoke && bench accept --reason "first baseline"',
        'bench accept --metric polling.emptyResponseBytes --reason "answers carry a trace header"',
      ])}\nExit codes: 0 written, 2 usage or not comparable, 98 the result is invalid.\n`,
    )
    .action(async (result: string, options: OptionValues) => {
      const action = await import("../accept.ts");
      outcome.exitCode = await action.accept(system, result, options as AcceptOptions);
    });
};
