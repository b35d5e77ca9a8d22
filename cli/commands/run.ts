import type { OptionValues } from "commander";
import { LINK_PROFILE_NAMES } from "../../core/link-profiles.ts";
import { TRANSPORT_NAMES } from "../../core/transports.ts";
import type { RunCommandOptions } from "../run.ts";
import { type Declare, examples } from "./declare.ts";

/** `bench run`. */
export const run: Declare = (program, { system, outcome }) => {
  program
    .command("run")
    .summary("measure a scenario and report")
    .description(
      "Measures every transport of a scenario, prints a summary and writes result.json and report.html.",
    )
    .argument(
      "[scenario]",
      "a built-in scenario (see bench list) or the path of a YAML file (default: the one that bench.config names)",
    )
    .option(
      "--transports <transports>",
      `only these, with commas between: the scenario's, or ${TRANSPORT_NAMES.join(", ")}`,
    )
    .option("--clients <count>", "clients of every transport")
    .option("--duration <time>", "length of the measured window, such as 10s")
    .option("--warmup <time>", "time before the window, such as 2s")
    .option("--repeat <count>", "measure every transport this often; from 6 on, figures have intervals")
    .option("--seed <number>", "another seed gives other events")
    .option(
      "--link <profile>",
      `the network between clients and server: ${[...LINK_PROFILE_NAMES, "none"].join(", ")}`,
    )
    .option("--netns", "count network bytes and packets, in a network namespace of its own (Linux)")
    .option(
      "--no-calibration",
      "do not measure the machine first: the times then compare with no other result",
    )
    .option("--out <folder>", "folder for results", "bench-results")
    .option("--json", "print the result as JSON on stdout instead of the summary")
    .option("--quiet", "no progress on stderr")
    .option("--dry-run", "show what would run and how long it would take; start nothing")
    .option("--no-report", "do not write report.html")
    .option("--no-color", "no colour (also: NO_COLOR=1)")
    .addHelpText(
      "after",
      examples([
        "bench run quick",
        "bench run quick --transports polling,websocket --clients 500",
        "bench run quick --link 4g",
        "bench run ./my.yaml --duration 30s --repeat 6",
        "bench run quick --json --quiet > result.json",
      ]) +
        "\nExit codes: 0 done, 2 usage, 98 a measurement is invalid, 99 a threshold did not hold, 130 interrupted.\n",
    )
    .action(async (scenario: string | undefined, options: OptionValues) => {
      const action = await import("../run.ts");
      outcome.exitCode = await action.run(system, scenario, options as RunCommandOptions);
    });
};
