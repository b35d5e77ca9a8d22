import type { Nanoseconds } from "./units.ts";

/**
 * The envelope: one event as one line of JSON, the same on every transport.
 *
 *     {"seq":12,"id":12,"at":3000000000,"data":"…"}
 *
 * `id` is the event's identity in the stream (from 1), `at` its due time in nanoseconds since the stream's
 * start, `seq` the feed's cursor, given when the event enters the server. The publisher sends everything from
 * `"id"` on, the server puts the cursor before it once, and no one encodes it again.
 */
export const ENVELOPE_HEAD = '{"seq":';

/** The part of the envelope that the publisher knows, from `"id"` to the closing brace. */
export function encodeEnvelopeTail(id: number, at: Nanoseconds, data: string): string {
  return `"id":${id},"at":${at},"data":"${data}"}`;
}

/** The whole envelope from its cursor and its tail. */
export function encodeEnvelope(seq: number, tail: string): string {
  return `${ENVELOPE_HEAD}${seq},${tail}`;
}

const DIGIT_0 = 0x30;
const DIGIT_9 = 0x39;
const COMMA = 0x2c;
const SEQ_AT = ENVELOPE_HEAD.length;
const ID_KEY = Buffer.from('"id":');

/**
 * Reads the cursor of the envelope that starts at `start`. Returns −1 when the bytes are not an envelope's
 * beginning: the caller counts that, it does not throw.
 */
export function readSeq(bytes: Uint8Array, start: number, end: number): number {
  return readDigits(bytes, start + SEQ_AT, end);
}

/** Reads the id of the envelope that starts at `start`; −1 when there is none where it belongs. */
export function readId(bytes: Uint8Array, start: number, end: number): number {
  let at = start + SEQ_AT;
  while (at < end && bytes[at] !== COMMA) at++;
  at++;
  for (let i = 0; i < ID_KEY.length; i++) if (bytes[at + i] !== ID_KEY[i]) return -1;
  return readDigits(bytes, at + ID_KEY.length, end);
}

/** Decimal digits up to a comma; −1 for none, for anything else before the comma, or past 2^53. */
function readDigits(bytes: Uint8Array, from: number, end: number): number {
  let value = 0;
  let at = from;
  for (; at < end; at++) {
    const byte = bytes[at]!;
    if (byte === COMMA) break;
    if (byte < DIGIT_0 || byte > DIGIT_9) return -1;
    value = value * 10 + (byte - DIGIT_0);
  }
  return at === from || at >= end || value > Number.MAX_SAFE_INTEGER ? -1 : value;
}
