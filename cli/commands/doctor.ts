import type { OptionValues } from "commander";
import type { DoctorCommandOptions } from "../doctor.ts";
import { type Declare, examples } from "./declare.ts";

/** `bench doctor`. */
export const doctor: Declare = (program, { system, outcome }) => {
  program
    .command("doctor")
    .summary("look at this machine: what can be measured here")
    .description(
      "Measures the machine's own floor (timers, sleep, clock, loopback), reads its limits (descriptors, ports, cores, " +
        "memory, load) and says what can be measured here. Takes about 2 s; writes nothing.",
    )
    .option("--json", "print everything as JSON on stdout instead of the table")
    .option("--quiet", "no progress on stderr")
    .option("--no-color", "no colour (also: NO_COLOR=1)")
    .addHelpText(
      "after",
      examples(["bench doctor", "bench doctor --json --quiet > doctor.json"]) +
        "\nExit codes: 0 done, warnings or not; 98 something is bad: a measurement here would be invalid; 130 interrupted.\n",
    )
    .action(async (options: OptionValues) => {
      const action = await import("../doctor.ts");
      outcome.exitCode = await action.doctor(system, options as DoctorCommandOptions);
    });
};
