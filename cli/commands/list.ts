import type { OptionValues } from "commander";
import type { ListOptions } from "../list.ts";
import { type Declare, examples } from "./declare.ts";

/** `bench list`. */
export const list: Declare = (program, { system, outcome }) => {
  program
    .command("list")
    .summary("show the built-in scenarios")
    .description("Shows the built-in scenarios: what each isolates, its transports and how long it takes.")
    .option("--json", "print them as JSON")
    .option("--no-color", "no colour (also: NO_COLOR=1)")
    .addHelpText("after", examples(["bench list", "bench list --json"]))
    .action(async (options: OptionValues) => {
      const action = await import("../list.ts");
      outcome.exitCode = await action.list(system, options as ListOptions);
    });
};
