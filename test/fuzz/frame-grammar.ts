import type { Random } from "../../core/random.ts";
import { percent, pick, someCuts, someSize } from "./choose.ts";
import type { Interruption } from "./interruption.ts";
import { mutate } from "./mutate.ts";
import type { Input } from "./target.ts";

/** Frames as they might come, and the rules they are read by. */
export interface FrameInput extends Input {
  readonly maxPayloadBytes: number;
  readonly validateUtf8: boolean;
  readonly interruption?: Interruption;
}

/** Rules, from the usual to such as many inputs meet. */
export const FRAME_RULES = [
  { maxPayloadBytes: 100_000, validateUtf8: true },
  { maxPayloadBytes: 100_000, validateUtf8: false },
  { maxPayloadBytes: 130, validateUtf8: true },
  { maxPayloadBytes: 10, validateUtf8: true },
] as const;

const FIN = 0x80;
const CONTINUATION = 0;
const TEXT = 1;
const BINARY = 2;
const CLOSE = 8;

// Lengths around the borders between the forms of a length, of a control frame, and of the UTF-8 checks.
const BORDERS = [0, 1, 2, 9, 10, 11, 63, 124, 125, 126, 127, 128, 129, 130, 131, 255, 256, 257] as const;
const FAR_BORDERS = [65_535, 65_536, 65_537, 99_999, 100_000, 100_001] as const;

const latin1 = (text: string): string => Buffer.from(text, "utf8").toString("latin1");

// UTF-8 and what only looks like it: cut short, overlong, surrogates, beyond U+10FFFF, strays.
const CHARACTERS = [
  "a",
  "hello ",
  "\0",
  "\x7f",
  ...["é", "€", "𐍈", "🐎", "\u{7ff}", "\u{800}", "\u{ffff}", "\u{10000}", "\u{10ffff}", "\ufeff"].map(latin1),
  "\xed\x9f\xbf",
  "\xee\x80\x80",
] as const;
const BROKEN = [
  "\x80",
  "\xbf",
  "\xc0\x80",
  "\xc1\xbf",
  "\xc3",
  "\xe2\x82",
  "\xe0\x80\x80",
  "\xe0\x9f\xbf",
  "\xed\xa0\x80",
  "\xed\xbf\xbf",
  "\xf0\x9f\x90",
  "\xf0\x80\x80\x80",
  "\xf0\x8f\xbf\xbf",
  "\xf4\x90\x80\x80",
  "\xf5\x80\x80\x80",
  "\xff",
  "\xfe",
] as const;
const CODES = [1000, 1001, 1002, 1003, 1007, 1011, 1014, 3000, 3999, 4000, 4999] as const;
const BAD_CODES = [0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535] as const;

/** What damage may slip in. */
const TOKENS = [
  ...CHARACTERS,
  ...BROKEN,
  "\x81\x00",
  "\x81\x02hi",
  "\x01\x01a",
  "\x00\x01b",
  "\x80\x01c",
  "\x80\x00",
  "\x89\x00",
  "\x8a\x02ok",
  "\x88\x00",
  "\x88\x02\x03\xe8",
  "\x88\x01\x03",
  "\x81\x7e\x00\x05",
  "\x82\x7f\x00\x00\x00\x00\x00\x00\x00\x01",
  "\x82\x7f\x7f\xff\xff\xff\xff\xff\xff\xff",
  "\x82\x7f\xff\xff\xff\xff\xff\xff\xff\xff",
  "\x82\x7f\x00\x1f\xff\xff\xff\xff\xff\xff",
  "\x82\x7f\x00\x20\x00\x00\x00\x00\x00\x00",
  "\x81\x80\x00\x00\x00\x00",
  "\xc1\x00",
  "\xa1\x00",
  "\x91\x00",
  "\x83\x00",
] as const;

function frame(source: Random, first: number, payload: string): string {
  // A length that does not say what follows, or in more bytes than it needs.
  const length = payload.length + (percent(source, 2) ? source.below(3) - 1 : 0);
  const fewest = length < 126 ? 0 : length < 65_536 ? 2 : 8;
  const bytes = percent(source, 3) ? pick(source, [2, 8]) : fewest;
  if (length < 0) return String.fromCharCode(first, 0);
  if (bytes === 0 && length < 126) return String.fromCharCode(first, length) + payload;
  const extended = Buffer.alloc(8);
  extended.writeBigUInt64BE(BigInt(length));
  return (
    String.fromCharCode(first, bytes === 2 ? 126 : 127) + extended.toString("latin1", 8 - bytes) + payload
  );
}

function size(source: Random): number {
  if (percent(source, 25)) return pick(source, BORDERS);
  return source.below(2_000) === 0 ? pick(source, FAR_BORDERS) : someSize(source);
}

function text(source: Random, length: number): string {
  const unit = percent(source, 50) ? pick(source, CHARACTERS) : `{"seq":${source.below(1000)}}`;
  const filled = unit.repeat(Math.ceil(length / unit.length)).slice(0, length - (length % unit.length));
  const padded = filled + "x".repeat(length - filled.length);
  if (!percent(source, 6)) return padded;
  const at = source.below(length + 1);
  const broken = pick(source, percent(source, 50) ? BROKEN : CHARACTERS);
  return (padded.slice(0, at) + broken + padded.slice(at)).slice(0, Math.max(length, 1));
}

function control(source: Random): string {
  const kind = source.below(20);
  if (kind > 2) return frame(source, FIN | (9 + source.below(2)), text(source, Math.min(125, size(source))));
  if (kind === 0) return frame(source, FIN | CLOSE, "");
  const code = pick(source, percent(source, 75) ? CODES : BAD_CODES);
  const reason = text(source, source.below(percent(source, 10) ? 124 : 12));
  return frame(source, FIN | CLOSE, String.fromCharCode(code >> 8, code & 255) + reason);
}

/** One message in one frame or more, with control frames between them. */
function message(source: Random): string {
  const isText = percent(source, 70);
  const payload = isText
    ? text(source, size(source))
    : text(source, size(source)).split("").reverse().join("");
  const fragments = percent(source, 65) ? 1 : 2 + source.below(3);
  let frames = "";
  let at = 0;
  for (let i = 0; i < fragments; i++) {
    const isLast = i === fragments - 1;
    const to = isLast ? payload.length : Math.min(payload.length, at + source.below(payload.length + 1));
    const opcode = i > 0 ? CONTINUATION : isText ? TEXT : BINARY;
    frames += frame(source, (isLast ? FIN : 0) | opcode, payload.slice(at, to));
    if (!isLast && percent(source, 35)) frames += control(source);
    at = to;
  }
  return frames;
}

/** One to six messages or control frames, half of them damaged, cut somewhere, under some rules. */
export function someFrames(source: Random): FrameInput {
  const count = 1 + source.below(1 + source.below(6));
  let bytes = "";
  for (let i = 0; i < count; i++) bytes += percent(source, 80) ? message(source) : control(source);
  if (percent(source, 50)) bytes = mutate(source, bytes, TOKENS);
  const rules = FRAME_RULES[percent(source, 70) ? 0 : 1 + source.below(3)]!;
  const input = { text: bytes, cuts: someCuts(source, bytes.length), ...rules };
  if (!percent(source, 3)) return input;
  return {
    ...input,
    interruption: { at: source.below(count), by: pick(source, ["reset", "throw"] as const) },
  };
}
