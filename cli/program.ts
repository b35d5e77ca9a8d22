import { Command } from "commander";
import { ab } from "./commands/ab.ts";
import { accept } from "./commands/accept.ts";
import { capacity } from "./commands/capacity.ts";
import { check } from "./commands/check.ts";
import { compare } from "./commands/compare.ts";
import { completion } from "./commands/completion.ts";
import { type Context, type Declare, examples } from "./commands/declare.ts";
import { demo } from "./commands/demo.ts";
import { doctor } from "./commands/doctor.ts";
import { help } from "./commands/help.ts";
import { list } from "./commands/list.ts";
import { micro } from "./commands/micro.ts";
import { report } from "./commands/report.ts";
import { run } from "./commands/run.ts";
import { serve } from "./commands/serve.ts";
import { trend } from "./commands/trend.ts";
import { version } from "./package.ts";
import type { System } from "./system.ts";

/** Every command, in the order and under the headings of help. */
const COMMANDS: readonly (readonly [heading: string, commands: readonly Declare[]])[] = [
  ["Measure:", [run, capacity, micro]],
  ["Gate:", [check, ab, compare, accept]],
  ["Look:", [demo, list, report, trend, serve, doctor]],
  ["Help:", [completion, help]],
];

/**
 * All commands with their options and help.
 *
 * @param outcome takes the exit code of the command that ran
 */
export function buildProgram(system: System, outcome: Context["outcome"]): Command {
  const program = new Command("bench")
    .description("Polls Apart: the same events through every transport, measured one way.")
    .version(version(), "-V, --version", "show the version")
    .helpOption("-h, --help", "show help")
    .helpCommand(false)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => system.stdout.write(text),
      // Told once, with the other errors.
      writeErr: () => {},
      getOutHelpWidth: () => Math.min(system.stdout.columns, 110),
    })
    .addHelpText(
      "after",
      examples(["bench run quick", "bench demo --open", "bench list", "bench run --help"]),
    );
  for (const [heading, commands] of COMMANDS) {
    program.commandsGroup(heading);
    for (const declare of commands) declare(program, { system, outcome });
  }
  return program;
}
