/** How a piece of terminal text stands out. */
export type Emphasis = "good" | "bad" | "warn" | "dim" | "strong";

/** Puts emphasis on text; the same text unchanged where colour is off. */
export type Style = (emphasis: Emphasis, text: string) => string;

const CODES: Readonly<Record<Emphasis, readonly [open: number, close: number]>> = {
  good: [32, 39],
  bad: [31, 39],
  warn: [33, 39],
  dim: [2, 22],
  strong: [1, 22],
};

/** A style for a terminal with or without colour. Who decides is the caller: nothing here reads the environment. */
export function styleFor(colour: boolean): Style {
  if (!colour) return (_emphasis, text) => text;
  return (emphasis, text) => {
    const [open, close] = CODES[emphasis];
    return `\u001b[${open}m${text}\u001b[${close}m`;
  };
}

/**
 * Text from a result, made safe for a terminal: control characters (which could move the cursor or recolour
 * what follows) and those that reverse the direction of writing become a visible `\ufffd`.
 */
export function plain(text: string): string {
  return text.replace(/[\p{Cc}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, "\ufffd");
}

/** Shortens text to a width, with an ellipsis where something was cut. */
export function shorten(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`;
}

/** Breaks text at spaces into lines of at most `width`; a longer word is cut into pieces of that width. */
export function wrap(text: string, width: number): readonly string[] {
  const room = Math.max(1, width);
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/).filter((piece) => piece !== "")) {
    let rest = word;
    if (line !== "" && line.length + 1 + rest.length <= room) {
      line += ` ${rest}`;
      continue;
    }
    if (line !== "") lines.push(line);
    while (rest.length > room) {
      lines.push(rest.slice(0, room));
      rest = rest.slice(room);
    }
    line = rest;
  }
  if (line !== "") lines.push(line);
  return lines;
}

/** Parts with ` · ` between them, in lines of at most `width` that break between two parts where they can. */
export function wrapParts(parts: readonly string[], width: number): readonly string[] {
  const lines: string[] = [];
  for (const part of parts) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + SEPARATOR.length + part.length <= width) {
      lines[lines.length - 1] = line + SEPARATOR + part;
    } else {
      lines.push(...wrap(part, width));
    }
  }
  return lines;
}

const SEPARATOR = " · ";
