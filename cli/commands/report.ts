import { Option, type OptionValues } from "commander";
import type { ReportOptions } from "../report.ts";
import { REPORT_FORMATS } from "../report-formats.ts";
import { type Declare, examples } from "./declare.ts";

/** `bench report`. */
export const report: Declare = (program, { system, outcome }) => {
  program
    .command("report")
    .summary("write a result as a page, Markdown, CSV or JSON")
    .description(
      "Writes a result that a run has left: as one HTML file that needs no network, as Markdown to paste into a pull " +
        "request, as CSV for a spreadsheet (a row per entry and metric), or as JSON with its keys in one order.",
    )
    .argument("<result>", "a result.json, or the folder it is in; or the folder that bench ab has made")
    .addOption(
      new Option("--format <format>", "what to write; by default what --out ends in, else html").choices(
        REPORT_FORMATS,
      ),
    )
    .option(
      "--out <file>",
      "where to write it, - for stdout (default: html to report.html beside the result, the others to stdout)",
    )
    .option(
      "--compare <result>",
      "an earlier result, to say what changed since: the page and Markdown have both, CSV and JSON the comparison",
    )
    .option("--open", "open the page in the browser")
    .addHelpText(
      "after",
      examples([
        "bench report bench-results/latest --open",
        "bench report bench-results/latest --format md | gh pr comment --body-file -",
        "bench report result.json --out figures.csv",
        "bench report bench-results/latest --compare before/result.json",
      ]) +
        "\nCSV has a row per entry and metric, figures in full; what was not measured has no row. Its columns:\n" +
        "run, scenario, id, transport, point, status, blocks, metric, unit, value, low, high, predicted\n" +
        "An apostrophe stands before text that a spreadsheet would take for a formula.\n",
    )
    .action(async (result: string, options: OptionValues) => {
      const action = await import("../report.ts");
      outcome.exitCode = await action.report(system, result, options as ReportOptions);
    });
};
