import { plain } from "../terminal.ts";

/** How much of a name people are shown; whoever needs all of it reads the native document. */
export const NAME_LENGTH = 80;

/**
 * A text from a comparison, fit for one line of any output: control characters, lone surrogates and what XML
 * forbids become a visible `\ufffd`, and what a GitHub runner would take for a command of its own (`::` at the
 * start of a line, `##[` anywhere in one) is spaced out.
 */
export function visible(text: string): string {
  return plain(text)
    .replace(/[\p{Cs}\ufffe\uffff]/gu, "\ufffd")
    .replace(/:(?=:)/g, ": ")
    .replace(/#(?=#\[)/g, "# ");
}

/** Lines of a message, each as `visible`; the first follows a word of ours, so that it starts nothing. */
export function visibleLines(text: string): string {
  const [first = "", ...rest] = text.split("\n");
  return [plain(first).replace(/#(?=#\[)/g, "# "), ...rest.map(visible)].join("\n");
}

/** The same, no longer than `length`, with an ellipsis where something was cut. */
export function clip(text: string, length: number = NAME_LENGTH): string {
  const whole = visible(text);
  if (whole.length <= length) return whole;
  return `${whole.slice(0, length - 1).replace(/[\ud800-\udbff]$/, "")}…`;
}

/**
 * Data as JSON that reads back as the same data, and in print holds neither what moves a terminal's cursor or turns
 * its writing round nor what a GitHub runner takes for a command.
 */
export function jsonText(data: unknown): string {
  const json = JSON.stringify(data, null, 2).replace(
    /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]|(?<=#)#(?=\[)/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return `${json}\n`;
}
