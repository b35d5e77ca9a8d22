import type { Argument, Command, Option } from "commander";
import { BenchError } from "../../core/errors.ts";
import type { Values, Vocabulary } from "./values.ts";

/** What completion has to know of the program, as plain data. */
export interface ProgramModel {
  /** What the program is called; it may have several names. */
  readonly names: readonly string[];
  readonly options: readonly OptionModel[];
  readonly commands: readonly CommandModel[];
}

export interface CommandModel {
  readonly name: string;
  readonly summary: string;
  readonly options: readonly OptionModel[];
  readonly args: readonly ArgumentModel[];
}

export interface OptionModel {
  /** `-h` and `--help`. */
  readonly flags: readonly string[];
  readonly description: string;
  /** Absent for a switch. */
  readonly value?: ValueModel;
}

export interface ValueModel {
  /** What help calls it. */
  readonly name: string;
  readonly offers: Values;
}

export interface ArgumentModel extends ValueModel {
  /** Whether it takes all the words that follow, too. */
  readonly variadic: boolean;
}

/** Reads the program that commander holds. Hidden commands and options stay hidden. */
export function modelOf(program: Command, names: readonly string[], words: Vocabulary): ProgramModel {
  const help = program.createHelp();
  const optionsOf = (command: Command): readonly OptionModel[] =>
    help.visibleOptions(command).map((option) => optionModel(option, words));
  return {
    names,
    options: optionsOf(program),
    commands: help.visibleCommands(program).map((command) => ({
      name: command.name(),
      summary: command.summary(),
      options: optionsOf(command),
      args: command.registeredArguments.map((argument) => argumentModel(argument, command.name(), words)),
    })),
  };
}

function optionModel(option: Option, words: Vocabulary): OptionModel {
  const flags = [option.short, option.long].filter((flag) => flag !== undefined);
  const name = /[<[](?<name>.+?)[>\]]/.exec(option.flags)?.groups?.name;
  if (name === undefined) return { flags, description: option.description };
  const value = { name, offers: offersOf(name, option.argChoices, words) };
  return { flags, description: option.description, value };
}

function argumentModel(argument: Argument, command: string, words: Vocabulary): ArgumentModel {
  const name = argument.name();
  const own = `${command} ${name}`;
  const offers = offersOf(Object.hasOwn(words, own) ? own : name, argument.argChoices, words);
  return { name, offers, variadic: argument.variadic };
}

function offersOf(name: string, choices: readonly string[] | undefined, words: Vocabulary): Values {
  const offers = choices === undefined ? words[name] : { words: choices };
  // A test asks of every value of the program that it is known.
  if (offers === undefined) return { words: [] };
  const unsafe = offers.words.find((word) => !/^[\w.+=-]+$/.test(word));
  if (unsafe === undefined) return offers;
  throw new BenchError("INTERNAL", `<${name}> cannot be completed: ${JSON.stringify(unsafe)} needs quoting`);
}

/** The options of a command that take a value. */
export const valuedOptions = ({
  options,
}: CommandModel): readonly (OptionModel & { readonly value: ValueModel })[] =>
  options.flatMap(({ value, ...option }) => (value === undefined ? [] : [{ ...option, value }]));
