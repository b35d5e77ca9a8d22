import type { Random } from "../../core/random.ts";
import { pick } from "./choose.ts";

/** What a number in the text is replaced by. */
const NUMBERS = ["0", "1", "00", "-1", "+1", "0x10", "1e3", "65535", "2147483648", "4294967296", "7fffffff"];
const HUGE = [
  "9007199254740991",
  "9007199254740992",
  "18446744073709551616",
  "99999999999999999999999",
  "ffffffffffffffff",
  "fffffffffffffffff",
  "0000000000000000000000001",
];
const ALPHABET = '\r\n\t :;,="\\0159afAFgxzZ-+_\0\x01\x1f\x7f\x80\x81\xc3\xe2\xff';

/** Damages a text in one to four places; `tokens` are what may be slipped in. */
export function mutate(source: Random, text: string, tokens: readonly string[]): string {
  let damaged = text;
  for (let edits = 1 + source.below(source.below(4) + 1); edits > 0; edits--) {
    damaged = edit(source, damaged, tokens);
  }
  return damaged;
}

function edit(source: Random, text: string, tokens: readonly string[]): string {
  const at = source.below(text.length + 1);
  const to = Math.min(text.length, at + 1 + source.below(source.below(5) === 0 ? 40 : 4));
  switch (source.below(14)) {
    case 0:
    case 1:
      return replace(text, at, at + 1, String.fromCharCode(text.charCodeAt(at) ^ (1 << source.below(8))));
    case 2:
      return replace(text, at, at + 1, pick(source, [...ALPHABET]));
    case 3:
      return replace(text, at, at, pick(source, [...ALPHABET]));
    case 4:
      return replace(text, at, to, "");
    case 5:
      return replace(text, to, to, text.slice(at, to));
    case 6: {
      const from = source.below(text.length + 1);
      return replace(text, at, to, text.slice(from, from + source.below(30)));
    }
    case 7:
      return text.slice(0, at);
    case 8:
    case 9:
      return replace(text, at, at, pick(source, tokens));
    case 10:
      return atSome(source, text, /\r\n/g, (end) => end + pick(source, tokens));
    case 11:
      return atSome(source, text, /\r\n/g, () =>
        pick(source, ["\n", "\r", "\r\r\n", "\n\r", "\r\n ", "\r\n\t", "\r\n\r\n", "", " \r\n", "\t\r\n"]),
      );
    case 12:
      return atSome(source, text, /\d+/g, (digits) => otherNumber(source, digits));
    default:
      // A length that is one off: a byte goes up or down.
      return replace(
        text,
        at,
        at + 1,
        String.fromCharCode((text.charCodeAt(at) + (source.below(2) * 2 - 1)) & 255),
      );
  }
}

function replace(text: string, from: number, to: number, by: string): string {
  return text.slice(0, from) + by + text.slice(to);
}

/** Replaces one match of many. */
function atSome(source: Random, text: string, what: RegExp, by: (match: string) => string): string {
  const matches = [...text.matchAll(what)];
  if (matches.length === 0) return text;
  const match = matches[source.below(matches.length)]!;
  return replace(text, match.index, match.index + match[0].length, by(match[0]));
}

function otherNumber(source: Random, digits: string): string {
  switch (source.below(6)) {
    case 0:
      return String(Number(digits) + 1);
    case 1:
      return String(Number(digits) - 1);
    case 2:
      return `0${digits}`;
    case 3:
      return pick(source, HUGE);
    case 4:
      return digits + digits;
    default:
      return pick(source, NUMBERS);
  }
}
