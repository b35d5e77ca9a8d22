import { type OptionModel, type ProgramModel, valuedOptions } from "./model.ts";
import type { Values } from "./values.ts";

/** A completion script for fish, 3 or newer. */
export function fishScript({ names, options, commands }: ProgramModel): string {
  const valued = commands.flatMap((command) =>
    valuedOptions(command).flatMap(({ flags }) => flags.map((flag) => `'${command.name} ${flag}'`)),
  );
  const lines = (name: string): readonly string[] => [
    `complete -c ${name} -f`,
    ...options.map((option) => `complete -c ${name} -n "__polls_apart_at ''" ${optionWords(option)}`),
    ...commands.map(
      (command) =>
        `complete -c ${name} -n "__polls_apart_at '' 0" -a ${command.name} -d ${quoted(command.summary)}`,
    ),
    ...commands.flatMap((command) => [
      ...command.options.map(
        (option) => `complete -c ${name} -n '__polls_apart_at ${command.name}' ${optionWords(option)}`,
      ),
      ...command.args.flatMap(({ offers, variadic }, place) => {
        const condition = `-n '__polls_apart_at ${command.name}${variadic ? "" : ` ${place}`}'`;
        const offered = argumentWords(offers);
        return offered === "" ? [] : [`complete -c ${name} ${condition} ${offered}`];
      }),
    ]),
  ];
  return `# Completion of ${names.join(" and ")} for fish.
# Now, and in ~/.config/fish/config.fish for always: ${names[0]} completion fish | source

# Whether the line's command is this one and, where asked, its next argument has this place.
function __polls_apart_at
    set -l command ''
    set -l at 0
    set -l skip 0
    for token in (commandline -opc)[2..-1]
        if test $skip = 1
            set skip 0
            continue
        end
        switch "$command $token"
            case ${valued.join(" ")}
                set skip 1
            case '* -*'
            case '*'
                if test -z "$command"
                    set command $token
                else
                    set at (math $at + 1)
                end
        end
    end
    test "$command" = "$argv[1]"; and test (count $argv) -lt 2 -o "$at" = "$argv[2]"
end

${names.flatMap(lines).join("\n")}
`;
}

function optionWords({ flags, description, value }: OptionModel): string {
  const names = flags.map((flag) => (flag.startsWith("--") ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`));
  const offered = value === undefined ? [] : ["-r", argumentWords(value.offers) || "-f"];
  return [...names, ...offered, "-d", quoted(description)].join(" ");
}

function argumentWords({ words, list, paths }: Values): string {
  const known = words.join(" ");
  const offered = list === true ? `(__fish_append , ${known})` : known;
  return [
    ...(paths === "files" ? ["-F"] : []),
    ...(words.length === 0 ? [] : ["-a", quoted(offered)]),
    ...(paths === "folders" ? ["-a", "'(__fish_complete_directories)'"] : []),
    ...(paths === "files" || (words.length === 0 && paths === undefined) ? [] : ["-f"]),
  ].join(" ");
}

const quoted = (text: string): string => `'${text.replace(/['\\]/g, "\\$&")}'`;
