import type { Command } from "commander";
import { bashScript } from "./completion/bash.ts";
import { fishScript } from "./completion/fish.ts";
import { modelOf, type ProgramModel } from "./completion/model.ts";
import type { Shell } from "./completion/shells.ts";
import { vocabulary } from "./completion/values.ts";
import { zshScript } from "./completion/zsh.ts";
import { builtInNames } from "./scenarios.ts";
import type { System } from "./system.ts";

/** What the package's `bin` calls the program. */
const NAMES = ["bench", "polls-apart"];

const SCRIPTS: Readonly<Record<Shell, (model: ProgramModel) => string>> = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
};

/** `bench completion`: prints a shell's completion script, made from the program as it is. */
export async function completion(system: System, shell: Shell, program: Command): Promise<number> {
  system.stdout.write(SCRIPTS[shell](await completionModel(program)));
  return 0;
}

/** The program as completion sees it. */
export async function completionModel(program: Command): Promise<ProgramModel> {
  const commands = program.commands.map((command) => command.name());
  return modelOf(program, NAMES, vocabulary(await builtInNames(), commands));
}
