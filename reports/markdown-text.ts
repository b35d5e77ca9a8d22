import { plain } from "./terminal.ts";

/** Everything that Markdown, or what a forge adds to it, could read as more than the characters they are. */
const MEANINGFUL = /[\\`*_[\]<>|~&$!]/g;
/** Between `@` and a name, or `#` and a number, so that nobody is told and nothing linked; it takes no room. */
const JOINER = "\u2060";

/**
 * Text as a line of Markdown that shows it and does nothing: no markup, no HTML, no link, no mention, no
 * second line.
 */
export function inert(text: string): string {
  return plain(text)
    .replace(MEANINGFUL, "\\$&")
    .replace(/[@#](?=\w)/g, `$&${JOINER}`)
    .replace(/:(?=\/\/)/g, "\\:")
    .replace(/\bwww\./gi, "www\\.")
    .replace(/^(\s*)([-+#=])/, "$1\\$2")
    .replace(/^(\s*\d+)([.)])/, "$1\\$2");
}

/**
 * Text as code in a cell of a table, where `|` has to be escaped even in code. What readers make of a
 * backslash before it differs, so text with one stands there as text.
 */
export function codeInCell(text: string): string {
  return text.includes("\\") ? inert(text) : code(text).replaceAll("|", "\\|");
}

/** Text as code within a line. */
export function code(text: string): string {
  const shown = plain(text);
  const fence = "`".repeat(longestRun(shown) + 1);
  // The spaces keep a backtick at an edge apart from the fence; they are not shown.
  const space = /^`|`$|^ .* $/.test(shown) || shown === "" ? " " : "";
  return fence + space + shown + space + fence;
}

/** Text as a block of code. */
export function codeBlock(text: string, language: string): string {
  const shown = plain(text);
  const fence = "`".repeat(Math.max(3, longestRun(shown) + 1));
  return `${fence}${language}\n${shown}\n${fence}`;
}

const longestRun = (text: string): number =>
  Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
