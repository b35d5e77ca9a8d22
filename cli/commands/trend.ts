import type { OptionValues } from "commander";
import type { TrendOptions } from "../trend.ts";
import { type Declare, examples } from "./declare.ts";

/** `bench trend`. */
export const trend: Declare = (program, { system, outcome }) => {
  program
    .command("trend")
    .summary("show where metrics changed over many runs")
    .description(
      "Keeps a history of runs, lines of NDJSON that are only ever added, and shows where the level of a metric changed and stayed. " +
        "For nightly jobs: single runs on changing machines decide nothing, so it never fails because of a figure.",
    )
    .argument("<file>", "the history, which --add creates")
    .option("--add <result>", "add this result first: a result.json, or the folder it is in")
    .option("--commit <text>", "what the added run measured (default in CI: the commit)")
    .option("--json", "print what was found as JSON")
    .option("--no-color", "no colour (also: NO_COLOR=1)")
    .addHelpText(
      "after",
      examples([
        "bench trend history.ndjson --add bench-results/latest --commit $(git rev-parse HEAD)",
        "bench trend history.ndjson",
      ]) +
        "\nTimes need some ten runs after a change to show it. Exit codes: 0 done, 2 usage or a file that cannot be read.\n",
    )
    .action(async (file: string, options: OptionValues) => {
      const action = await import("../trend.ts");
      outcome.exitCode = await action.trend(system, file, options as TrendOptions);
    });
};
