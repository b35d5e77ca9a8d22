import Type, { type TInteger, type TNumber, type TString, type TUnion, type TUnsafe } from "typebox";
import { CHANGE_LIMIT_PATTERN } from "../change-limit.ts";
import { LIMIT_PATTERN } from "../thresholds.ts";
import {
  type Bytes,
  DURATION_PATTERN,
  formatBytes,
  formatDuration,
  formatRate,
  type Milliseconds,
  parseDuration,
  parseRate,
  parseSize,
  RATE_PATTERN,
  SIZE_PATTERN,
} from "../units.ts";

/**
 * The kinds of value a scenario holds, as schemas. Each one's `title` says what is allowed; the editor shows
 * it and every error message quotes it, so that the two cannot differ.
 */

interface Described {
  readonly description: string;
  readonly default?: number | string;
}

const inWords = (value: number): string => value.toLocaleString("en-US");

/** A whole number in a range, both ends included. */
export function integer(minimum: number, maximum: number, described: Described): TInteger {
  const title = `a whole number from ${inWords(minimum)} to ${inWords(maximum)}`;
  return Type.Integer({ title, minimum, maximum, ...described });
}

/** A number above 0, up to a maximum. */
export function positive(maximum: number, unit: string, described: Described): TNumber {
  const title = `a number above 0, up to ${inWords(maximum)} (${unit})`;
  return Type.Number({ title, exclusiveMinimum: 0, maximum, ...described });
}

/** A span with its unit in the text, such as `2s`. */
export function duration(minimum: Milliseconds, maximum: Milliseconds, described: Described): TString {
  const range = `from ${formatDuration(minimum)} to ${formatDuration(maximum)}`;
  const title = `a duration with its unit, such as 2s or 250ms, ${range}`;
  return Type.Refine(Type.String({ title, pattern: DURATION_PATTERN, ...described }), (text) => {
    const ms = parseDuration(text);
    return ms !== undefined && ms >= minimum && ms <= maximum;
  });
}

/** A size: a number of bytes, or a text with its unit such as `1KiB`. */
export function size(maximum: Bytes, described: Described): TUnion<[TInteger, TString]> {
  const title = `a whole number of bytes or a size with its unit, such as 1KiB, up to ${formatBytes(maximum)}`;
  const text = Type.Refine(Type.String({ pattern: SIZE_PATTERN }), (written) => {
    const bytes = parseSize(written);
    return bytes !== undefined && Number.isInteger(bytes) && bytes <= maximum;
  });
  return Type.Union([Type.Integer({ minimum: 0, maximum }), text], { title, ...described });
}

/** Bits per second with their unit in the text, such as `10Mbit`. */
export function bitRate(minimum: number, maximum: number, described: Described): TString {
  const range = `from ${formatRate(minimum)} to ${formatRate(maximum)}`;
  const title = `a rate with its unit, such as 500kbit or 10Mbit, ${range}`;
  return Type.Refine(Type.String({ title, pattern: RATE_PATTERN, ...described }), (text) => {
    const bps = parseRate(text);
    return bps !== undefined && bps >= minimum && bps <= maximum;
  });
}

/** One of a few words. */
export function word<const Word extends string>(words: readonly Word[], described: Described): TUnsafe<Word> {
  const title = `one of ${words.map((each) => `"${each}"`).join(", ")}`;
  return Type.Unsafe<Word>({ type: "string", title, enum: words, ...described });
}

/** One line of text, without control characters: it is shown on terminals. */
export function line(minLength: number, maxLength: number, described: Described): TString {
  const title = `one line of text, ${minLength > 0 ? `${minLength} to` : "up to"} ${maxLength} characters`;
  return Type.String({
    title,
    minLength,
    maxLength,
    pattern: "^[^\\u0000-\\u001f\\u007f-\\u009f]*$",
    ...described,
  });
}

/** Text of several lines; like `line`, but with line ends. */
export function text(maxLength: number, described: Described): TString {
  const title = `text of up to ${maxLength} characters`;
  const pattern = "^[^\\u0000-\\u0009\\u000b-\\u001f\\u007f-\\u009f]*$";
  return Type.String({ title, maxLength, pattern, ...described });
}

export const LABEL_PATTERN = "^[A-Za-z0-9._-]{1,64}$";

/** What names an entry where one transport stands twice. */
export const label = Type.String({
  title: "a label of 1 to 64 letters, digits, dots, dashes and underscores",
  pattern: LABEL_PATTERN,
  description: "The entry's name in results and thresholds, where one transport stands twice.",
});

/** By how much a metric may get worse. */
export function changeLimit(described: Described): TString {
  return Type.String({
    title: 'a limit on getting worse, such as "5%", "0.5" (in the metric\'s unit) or "5% / 0.5" (both)',
    pattern: CHANGE_LIMIT_PATTERN,
    ...described,
  });
}

/** A limit on a metric. */
export function limit(described: Described): TString {
  return Type.String({
    title: 'a limit such as "< 50", with <, <=, >, >= or =',
    pattern: LIMIT_PATTERN,
    ...described,
  });
}
