import type { OptionValues } from "commander";
import type { CompareOptions } from "../compare.ts";
import { type Declare, examples } from "./declare.ts";
import { GATE_EXIT_CODES, outputOptions } from "./gate-options.ts";

/** `bench compare`. */
export const compare: Declare = (program, { system, outcome }) => {
  const command = program
    .command("compare")
    .summary("read two results side by side, measuring nothing")
    .description(
      "Reads two results side by side. Exact and counted metrics are judged; times of two runs are shown and never " +
        "judged, unless both results are halves of one bench ab.",
    )
    .argument("<base>", "what it was: a result.json, or the folder it is in")
    .argument("<head>", "what it is now");
  outputOptions(command)
    .addHelpText(
      "after",
      examples([
        "bench compare old/result.json bench-results/latest",
        "bench compare bench-results/latest-ab/base bench-results/latest-ab/head",
      ]) + GATE_EXIT_CODES,
    )
    .action(async (base: string, head: string, options: OptionValues) => {
      const action = await import("../compare.ts");
      outcome.exitCode = await action.compare(system, base, head, options as CompareOptions);
    });
};
