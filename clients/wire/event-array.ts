import { byteName, wireError } from "./errors.ts";

const TAB = 0x09;
const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;
const QUOTE = 0x22;
const COMMA = 0x2c;
const OPEN_ARRAY = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** Strings are looked through byte by byte this far, which covers keys; then the native search is faster. */
const NATIVE_FROM = 8;

// Buffer's own search is memchr: about 30 ns a call and next to nothing a byte, on any Uint8Array.
const nativeIndexOf = Buffer.prototype.indexOf;

/**
 * Finds the events in a poll's answer, a JSON array of objects, without parsing them or making strings. It
 * checks what it needs to tell them apart: the array's own syntax, strings, and balanced braces. What an
 * object holds is the audit's business, which compares every byte with the stream.
 *
 * Nothing is handed over before the whole array was looked through, so a malformed one delivers nothing.
 */
export class EventArray {
  #starts = new Uint32Array(64);
  #ends = new Uint32Array(64);
  #count = 0;

  /** How many events the last array held. */
  get count(): number {
    return this.#count;
  }

  /** Where event `index` (from 0) starts in the bytes given to `split`. */
  startOf(index: number): number {
    return this.#starts[index]!;
  }

  /** Where event `index` ends. */
  endOf(index: number): number {
    return this.#ends[index]!;
  }

  /**
   * Finds the events between `start` and `end`, and returns how many there are. Throws a wire error when the
   * bytes are not one array of objects.
   */
  split(bytes: Uint8Array, start: number, end: number): number {
    this.#count = 0;
    let at = skipBlanks(bytes, start, end);
    if (at >= end || bytes[at] !== OPEN_ARRAY) fail(bytes, at, end, "where an array was due");
    at = skipBlanks(bytes, at + 1, end);
    let count = 0;
    if (at < end && bytes[at] === CLOSE_ARRAY) {
      at++;
    } else {
      for (;;) {
        if (at >= end || bytes[at] !== OPEN_OBJECT) fail(bytes, at, end, "where an object was due");
        const close = endOfObject(bytes, at, end);
        if (count === this.#starts.length) this.#grow();
        this.#starts[count] = at;
        this.#ends[count] = close;
        count++;
        at = close;
        if (at < end && bytes[at]! <= SPACE) at = skipBlanks(bytes, at, end);
        if (at < end && bytes[at] === COMMA) at = skipBlanks(bytes, at + 1, end);
        else break;
      }
      if (at >= end || bytes[at] !== CLOSE_ARRAY) fail(bytes, at, end, "after an object");
      at++;
    }
    if (at < end) at = skipBlanks(bytes, at, end);
    if (at < end) fail(bytes, at, end, "after the array");
    this.#count = count;
    return count;
  }

  #grow(): void {
    const starts = new Uint32Array(this.#starts.length * 2);
    const ends = new Uint32Array(this.#ends.length * 2);
    starts.set(this.#starts);
    ends.set(this.#ends);
    this.#starts = starts;
    this.#ends = ends;
  }
}

function skipBlanks(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end) {
    const byte = bytes[at];
    if (byte !== SPACE && byte !== LF && byte !== CR && byte !== TAB) break;
    at++;
  }
  return at;
}

/** Behind the brace that closes the object that opens at `start`. */
function endOfObject(bytes: Uint8Array, start: number, end: number): number {
  let depth = 0;
  let at = start;
  while (at < end) {
    const byte = bytes[at++];
    if (byte === QUOTE) at = endOfString(bytes, at, end);
    else if (byte === OPEN_OBJECT) depth++;
    else if (byte === CLOSE_OBJECT && --depth === 0) return at;
  }
  return fail(bytes, end, end, "inside an object");
}

/** Behind the quote that closes the string whose content starts at `start`. */
function endOfString(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  for (;;) {
    at = nextQuote(bytes, at, end);
    // A quote is escaped by an odd number of backslashes before it.
    let before = at;
    while (before > start && bytes[before - 1] === BACKSLASH) before--;
    at++;
    if (((at - 1 - before) & 1) === 0) return at;
  }
}

function nextQuote(bytes: Uint8Array, start: number, end: number): number {
  const near = Math.min(end, start + NATIVE_FROM);
  for (let at = start; at < near; at++) if (bytes[at] === QUOTE) return at;
  const found = near < end ? nativeIndexOf.call(bytes, QUOTE, near) : -1;
  return found >= 0 && found < end ? found : fail(bytes, end, end, "inside a string");
}

function fail(bytes: Uint8Array, at: number, end: number, where: string): never {
  const what = at < end ? `byte ${byteName(bytes[at]!)}` : "the end";
  throw wireError(`poll answer: ${what} ${where}`);
}
