import { relative } from "node:path";
import { asTyped } from "./command-line.ts";
import type { System } from "./system.ts";

const WORD_WIDTH = 8;

/** What follows a result: where its files are, and what is worth trying next. */
export function endingText(
  system: System,
  files: readonly (readonly [word: string, path: string])[],
  next?: string,
): string {
  return [
    ...files.map(([word, path]) => word.padEnd(WORD_WIDTH) + shownPath(system, path)),
    ...(next === undefined ? [] : [nextLine(system, next)]),
  ]
    .map((line) => `${line}\n`)
    .join("");
}

/** `next    bench run quick`, as this person has to type it. */
export const nextLine = ({ env }: System, command: string): string =>
  "next".padEnd(WORD_WIDTH) + asTyped(command, env);

/** A path as short as it can be said from where the person stands. */
export function shownPath({ cwd }: System, path: string): string {
  const short = relative(cwd, path);
  return short.startsWith("..") ? path : short;
}

/** A value as the one document of a command's stdout. */
export const jsonText = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
