import { type CommandModel, type OptionModel, type ProgramModel, valuedOptions } from "./model.ts";
import type { Values } from "./values.ts";

/** A completion script for bash, 3.2 or newer; it needs nothing else. */
export function bashScript({ names, options, commands }: ProgramModel): string {
  const valued = commands.flatMap((command) =>
    valuedOptions(command).map(({ flags, value }) => ({
      pattern: flags.map((flag) => `"${command.name} ${flag}"`).join(" | "),
      action: offer(value.offers),
    })),
  );
  const anything = valued.filter(({ action }) => action === "").map(({ pattern }) => pattern);
  const offered = valued.filter(({ action }) => action !== "");
  return `# Completion of ${names.join(" and ")} for bash.
# Now, and in ~/.bashrc for always: eval "$(${names[0]} completion bash)"

_polls_apart_words() {
  COMPREPLY+=($(compgen -W "$1" -- "$cur"))
}

_polls_apart_list() {
  local chosen="" word
  case $cur in *,*) chosen="\${cur%,*}," ;; esac
  for word in $1; do
    case ",$chosen" in *",$word,"*) continue ;; esac
    case $word in "\${cur##*,}"*) COMPREPLY+=("$chosen$word") ;; esac
  done
  # What follows may be a comma.
  compopt -o nospace 2>/dev/null
}

_polls_apart_paths() {
  local path
  while IFS= read -r path; do COMPREPLY+=("$path"); done < <(compgen "$1" -- "$cur")
  compopt -o filenames 2>/dev/null
}

_polls_apart() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev="" command="" at=0 i
  COMPREPLY=()
  ((COMP_CWORD > 0)) && prev=\${COMP_WORDS[COMP_CWORD - 1]}
  # --option=value comes as three words.
  if [[ $cur == "=" ]]; then
    cur=""
  elif [[ $prev == "=" ]]; then
    prev=\${COMP_WORDS[COMP_CWORD - 2]}
  fi
  cur=\${cur#[\\"\\']}

  for ((i = 1; i < COMP_CWORD; i++)); do
    case "$command \${COMP_WORDS[i]}" in
      ${valued.map(({ pattern }) => pattern).join(" | ")})
        ((i++))
        [[ \${COMP_WORDS[i]} == "=" ]] && ((i++))
        ;;
      *" -"* | *" =") ;;
      *)
        if [[ -z $command ]]; then command=\${COMP_WORDS[i]}; else ((at++)); fi
        ;;
    esac
  done

  case "$command $prev" in
${cases([
  ...offered.map(({ pattern, action }): Case => [pattern, `${action}\n      return`]),
  ...(anything.length === 0 ? [] : [[anything.join(" | "), "return"] as const]),
])}
  esac
  if [[ $cur == -* ]]; then
    case $command in
${cases([['""', words(flagsOf(options))], ...commands.map((command): Case => [command.name, words(flagsOf(command.options))])])}
    esac
    return
  fi
  case "$command $at" in
${cases([['" 0"', words(commands.map(({ name }) => name))], ...commands.flatMap(argumentCases)])}
  esac
}

complete -F _polls_apart ${names.join(" ")}
`;
}

type Case = readonly [pattern: string, action: string];

const cases = (all: readonly Case[]): string =>
  all.map(([pattern, action]) => `    ${pattern})\n      ${action}\n      ;;`).join("\n");

const argumentCases = ({ name, args }: CommandModel): readonly Case[] =>
  args.map(({ offers, variadic }, place) => [variadic ? `"${name} "*` : `"${name} ${place}"`, offer(offers)]);

/** What to run to offer values; nothing where anything goes. */
function offer({ words: known, list, paths }: Values): string {
  const lines = [
    ...(known.length === 0 ? [] : [list === true ? `_polls_apart_list "${known.join(" ")}"` : words(known)]),
    ...(paths === undefined ? [] : [`_polls_apart_paths ${paths === "files" ? "-f" : "-d"}`]),
  ];
  return lines.join("\n      ");
}

const words = (known: readonly string[]): string => `_polls_apart_words "${known.join(" ")}"`;
const flagsOf = (options: readonly OptionModel[]): readonly string[] => options.flatMap(({ flags }) => flags);
