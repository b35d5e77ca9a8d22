import { CommanderError } from "commander";
import { BenchError } from "../core/errors.ts";
import { visibleLines } from "../reports/gate/index.ts";
import type { Output } from "./system.ts";

/** What was thrown, as an error to tell; `undefined` where it was only help or a version, already shown. */
export function asFailure(thrown: unknown): BenchError | undefined {
  if (thrown instanceof BenchError) return thrown;
  if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? undefined : usageError(thrown);
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new BenchError("INTERNAL", message, {
    hint: "this is a fault in the program; the trace below says where",
    cause: thrown,
  });
}

/**
 * Tells an error on a terminal: what is wrong, what to do, and a trace only where the program is at fault. What it
 * quotes of a file neither moves the cursor nor commands a runner.
 */
export function tellFailure(error: BenchError, output: Output): void {
  output.write(`error: ${visibleLines(error.message)}\n`);
  if (error.hint !== undefined) output.write(`hint: ${visibleLines(error.hint)}\n`);
  const { cause } = error;
  if (error.code === "INTERNAL" && cause instanceof Error)
    output.write(`${visibleLines(cause.stack ?? "")}\n`);
}

/** Commander's words are `error: <what>`, and perhaps a line `(Did you mean <word>?)`. */
function usageError({ message }: CommanderError): BenchError {
  const [what = "", guess = ""] = message.replace(/^error: /, "").split("\n");
  const suggestion = /\(Did you mean (?<words>.*)\?\)/.exec(guess)?.groups?.words;
  const meant = suggestion === undefined ? "" : `did you mean ${suggestion}? `;
  return new BenchError("USAGE", what.replaceAll("'", '"').replace(/\.$/, ""), {
    hint: `${meant}every command and option: bench --help, bench run --help`,
  });
}
