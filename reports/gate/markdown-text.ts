import { clip, NAME_LENGTH, visible } from "./clean.ts";

/** Keeps what follows from being read as a mention or a reference, without showing. */
const JOINER = "\u2060";

/**
 * Text as Markdown that means nothing but itself: what could be markup, HTML, a link, a mention or a cell's end
 * is escaped. It must not begin a block: put a word of our own in front.
 */
export function inert(text: string): string {
  return visible(text)
    .replace(/[@#](?=\w)/g, (sign) => `${sign}${JOINER}`)
    .replace(/[&<>|\\`@#]|:(?=\S)|(?<=www)\./gi, (character) => `&#${character.codePointAt(0)};`)
    .replace(/[*_~[\]$]/g, "\\$&");
}

/** A name as code. Backticks suffice for the usual ones; any other is inert text in an element. */
export function code(text: string, length: number = NAME_LENGTH): string {
  const name = clip(text, length);
  if (/^[\w./-]+( [\w./-]+)*$/.test(name)) return `\`${name}\``;
  return `<code>${inert(name)}</code>`;
}

/** A row of a table, from cells that are Markdown already. */
export const tableRow = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
