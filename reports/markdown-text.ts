import { plain } from "./terminal.ts";

/** Everything that Markdown, or what a forge adds to it, could read as more than the characters they are. */
const MEANINGFUL = /[\\`*_[\]<>|~&$!]/g;
/** Where a forge would tell somebody, link a number or draw a picture: before a name, a number, a picture's name. */
const FORGED = /[@#](?=\w)|:(?=[\w+-]+:)/g;
/** Keeps such a sign apart from what follows; it takes no room. */
const JOINER = "\u2060";

/**
 * Text as a line of Markdown, also in a cell, that shows it and does nothing: no markup, no HTML, no link, no
 * mention, no second line.
 */
export function inert(text: string): string {
  return plain(text)
    .replace(MEANINGFUL, "\\$&")
    .replace(FORGED, `$&${JOINER}`)
    .replace(/:(?=\/\/)/g, "\\:")
    .replace(/\bwww\./gi, "www\\.")
    .replace(/^(\s*)([-+](?!\d)|[#=])/, "$1\\$2")
    .replace(/^(\s*\d+)([.)])(?!\d)/, "$1\\$2");
}

/** What every reader shows in code as it is: nothing that ends it or a cell, tells somebody, or that it swallows. */
const CODE = /^[\w./:=%,"'+<>-]+( [\w./:=%,"'+<>-]+)*$/;

/** A name or a command as code, also in a cell; as text where it has signs that readers disagree about. */
export function code(text: string): string {
  const shown = plain(text);
  return CODE.test(shown) ? `\`${shown}\`` : inert(shown);
}

/** Text as a block of code. */
export function codeBlock(text: string, language: string): string {
  const shown = plain(text);
  const longest = Math.max(0, ...[...shown.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(Math.max(3, longest + 1));
  return `${fence}${language}\n${shown}\n${fence}`;
}

/** A row of a table, from cells that are Markdown already. */
export const tableRow = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
