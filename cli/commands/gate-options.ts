import type { Command } from "commander";
import { OUTPUT_FORMATS } from "../../reports/gate/index.ts";

const FORMATS = Object.keys(OUTPUT_FORMATS).join(", ");

/** Collects an option that may stand several times. */
export const several = (value: string, before: readonly string[] = []): readonly string[] => [
  ...before,
  value,
];

/** What every command of the gate takes to say what it found. */
export const outputOptions = (command: Command): Command =>
  command
    .option("--strict", "not to know fails, too: exit code 97")
    .option("--json", "print the comparison as JSON on stdout instead of the table")
    .option("--format <format>", `what stdout gets: ${FORMATS}`)
    .option("--output <output>", "format=file: also write it to a file; may be given several times", several)
    .option("--config <file>", "the project's settings (default: bench.config.ts, .mjs or .json here)")
    .option("--no-color", "no colour (also: NO_COLOR=1)");

/** How every command of the gate ends. */
export const GATE_EXIT_CODES =
  "\nExit codes: 0 ok, 1 a fault in the program, 2 usage or not the same scenario, 97 not sure or not the same\n" +
  "machine with --strict, 98 a measurement is invalid, 99 something got worse or a threshold did not hold,\n" +
  "130 and 143 interrupted.\n";
