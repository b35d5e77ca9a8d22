import { Argument } from "commander";
import type { Shell } from "../completion/shells.ts";
import { SHELLS } from "../completion/shells.ts";
import { type Declare, examples } from "./declare.ts";

/** `bench completion`. */
export const completion: Declare = (program, { system, outcome }) => {
  program
    .command("completion")
    .summary("print a script that completes commands in a shell")
    .description(
      "Prints a script with which a shell completes commands, options, and values such as scenarios, transports and " +
        "files on Tab.",
    )
    .addArgument(new Argument("<shell>", "the shell").choices(SHELLS))
    .addHelpText(
      "after",
      "\nTo install, put this line where the shell starts, and start it again:\n" +
        '  bash   ~/.bashrc                   eval "$(bench completion bash)"\n' +
        '  zsh    ~/.zshrc                    eval "$(bench completion zsh)"\n' +
        "  fish   ~/.config/fish/config.fish  bench completion fish | source\n" +
        "The shell must know a bench: npm install --global polls-apart, or npm link in a checkout.\n" +
        examples(['eval "$(bench completion bash)"']),
    )
    .action(async (shell: Shell) => {
      const action = await import("../completion.ts");
      outcome.exitCode = await action.completion(system, shell, program);
    });
};
