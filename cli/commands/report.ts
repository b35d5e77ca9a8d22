import type { OptionValues } from "commander";
import type { ReportOptions } from "../report.ts";
import { type Declare, examples } from "./declare.ts";

/** `bench report`. */
export const report: Declare = (program, { system, outcome }) => {
  program
    .command("report")
    .summary("write the report of a result again")
    .description("Writes the HTML report of a result that a run has left, as one file that needs no network.")
    .argument("<result>", "a result.json, or the folder it is in")
    .option("--out <file>", "where to write it (default: report.html beside the result)")
    .addHelpText(
      "after",
      examples(["bench report bench-results/latest", "bench report result.json --out quick.html"]),
    )
    .action(async (result: string, options: OptionValues) => {
      const action = await import("../report.ts");
      outcome.exitCode = await action.report(system, result, options as ReportOptions);
    });
};
