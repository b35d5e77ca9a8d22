import type { OptionValues } from "commander";
import { MICRO_NAMES } from "../../harness/micro/names.ts";
import type { MicroCommandOptions } from "../micro.ts";
import { type Declare, examples } from "./declare.ts";

/** `bench micro`. */
export const micro: Declare = (program, { system, outcome }) => {
  program
    .command("micro")
    .summary("time the hot paths against reference libraries")
    .description(
      "Times each hot path of the harness and a reference library in turns, on the same bytes, after a check that both give the same answer. Writes result.json.",
    )
    .option("--only <cases>", `only these, with commas between: ${MICRO_NAMES.join(", ")}`)
    .option("--seconds <time>", "how long each case is measured, such as 2 or 500ms (default: 0.3)")
    .option("--out <folder>", "folder for results", "bench-results")
    .option("--json", "print the result as JSON on stdout instead of the table")
    .option("--quiet", "no progress on stderr")
    .addHelpText(
      "after",
      examples([
        "bench micro",
        "bench micro --only frame-read,response-read --seconds 2",
        "bench micro --json --quiet > micro.json",
      ]),
    )
    .action(async (options: OptionValues) => {
      const action = await import("../micro.ts");
      outcome.exitCode = await action.micro(system, options as MicroCommandOptions);
    });
};
