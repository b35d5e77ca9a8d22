import type { CommandModel, OptionModel, ProgramModel, ValueModel } from "./model.ts";

/** The shell function that offers a value. */
type FunctionOf = (value: ValueModel) => string;

/** A completion script for zsh: to be evaluated, or to lie as `_bench` in a folder of `$fpath`. */
export function zshScript({ names, options, commands }: ProgramModel): string {
  const functions = functionsOf(commands);
  const functionOf: FunctionOf = (value) => functions.get(keyOf(value))![0];
  const main = `_${names[0]}`;
  return `#compdef ${names.join(" ")}
# Completion of ${names.join(" and ")} for zsh.
# Now, and in ~/.zshrc for always: eval "$(${names[0]} completion zsh)"

${[...functions.values()].map(([name, value]) => `${name}() {\n${valueBody(value)}\n}`).join("\n\n")}

${main}() {
  local context state state_descr line curcontext="$curcontext"
  typeset -A opt_args
  _arguments -C \\
${[...options.flatMap((option) => optionSpecs(option, functionOf)), quoted("1:command:->command"), quoted("*::argument:->argument")].map(indented(4)).join(" \\\n")}
  case $state in
    command)
      local -a commands=(
${commands.map(({ name, summary }) => `        ${quoted(`${name}:${summary}`)}`).join("\n")}
      )
      _describe -t commands command commands
      ;;
    argument)
      case $words[1] in
${commands.map((command) => commandCase(command, functionOf)).join("\n")}
      esac
      ;;
  esac
}

if [[ $funcstack[1] == ${main} ]]; then
  ${main} "$@"
else
  (( $+functions[compdef] )) || { autoload -Uz compinit && compinit }
  compdef ${main} ${names.join(" ")}
fi
`;
}

function commandCase(command: CommandModel, functionOf: FunctionOf): string {
  const args = command.args.map((argument, place) => {
    const position = argument.variadic ? "*" : String(place + 1);
    return quoted(`${position}:${argument.name}:${functionOf(argument)}`);
  });
  const specs = [...command.options.flatMap((option) => optionSpecs(option, functionOf)), ...args];
  return `        ${command.name})\n          _arguments \\\n${specs.map(indented(12)).join(" \\\n")}\n          ;;`;
}

function optionSpecs({ flags, description, value }: OptionModel, functionOf: FunctionOf): readonly string[] {
  const text = description.replace(/[[\]:\\]/g, "\\$&");
  return flags.map((flag) =>
    quoted(value === undefined ? `${flag}[${text}]` : `${flag}=[${text}]:${value.name}:${functionOf(value)}`),
  );
}

/** A function per value: one name may offer different things in two commands. */
function functionsOf(commands: readonly CommandModel[]): ReadonlyMap<string, readonly [string, ValueModel]> {
  const found = new Map<string, readonly [string, ValueModel]>();
  const taken = new Map<string, number>();
  for (const { options, args } of commands) {
    for (const value of [...options.flatMap((option) => option.value ?? []), ...args]) {
      if (found.has(keyOf(value))) continue;
      const count = (taken.get(value.name) ?? 0) + 1;
      taken.set(value.name, count);
      const name = `_polls_apart_${value.name.replace(/\W/g, "_")}${count === 1 ? "" : `_${count}`}`;
      found.set(keyOf(value), [name, value]);
    }
  }
  return found;
}

const keyOf = ({ name, offers }: ValueModel): string => JSON.stringify([name, offers]);

function valueBody({ name, offers: { words, list, paths } }: ValueModel): string {
  if (words.length === 0 && paths === undefined) return `  _message ${quoted(name)}`;
  const files = paths === "files" ? "_files" : "_files -/";
  if (words.length === 0) return `  ${files}`;
  if (list === true) return `  _values -s , ${quoted(name)} ${words.join(" ")}`;
  const offered = quoted(`words:${name}:(${words.join(" ")})`);
  return `  _alternative ${offered}${paths === undefined ? "" : ` ${quoted(`paths:file:${files}`)}`}`;
}

const indented = (spaces: number) => (text: string) => " ".repeat(spaces) + text;
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
