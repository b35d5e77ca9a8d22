import type { Command } from "commander";
import { BenchError } from "../../core/errors.ts";
import type { Declare } from "./declare.ts";

/** `bench help`. */
export const help: Declare = (program) => {
  program
    .command("help")
    .summary("show help for a command")
    .argument("[command]")
    .action(async (name?: string) => {
      const found = name === undefined ? program : program.commands.find((each) => each.name() === name);
      if (found === undefined) throw await unknownCommand(String(name), program);
      found.outputHelp();
    });
};

async function unknownCommand(name: string, program: Command): Promise<BenchError> {
  const { didYouMean } = await import("../../core/nearest.ts");
  const names = program.commands.map((command) => command.name());
  const meant = didYouMean(name, names);
  return new BenchError("USAGE", `unknown command "${name}"`, {
    hint: `${meant === undefined ? "" : `${meant} `}commands: ${names.join(", ")}`,
  });
}
