import { Cursor, ENDED, type Refusal, Refused } from "./cursor.ts";

/** A response as it lies in the input. */
export interface ModelResponse {
  readonly status: number;
  readonly body: string;
  readonly headBytes: number;
  readonly framingBytes: number;
  /** Where it is complete: after its last byte. */
  readonly end: number;
}

/** What should become of an input, after which the connection ends. */
export interface Reading {
  /** Those that are complete before the connection ends. */
  readonly responses: readonly ModelResponse[];
  /** The byte that shows that the input is malformed, and what is wrong with it. */
  readonly refusal?: { readonly at: number; readonly reason: Refusal };
  /** The response that the end of the connection completes. */
  readonly untilEnd?: ModelResponse;
  /** Whether the end of the connection cuts a response off. */
  readonly cut: boolean;
  /** Whether the last response announced that the connection ends with it. */
  readonly closing: boolean;
}

interface Limits {
  readonly maxHeadBytes: number;
  readonly maxBodyBytes: number;
}

const TOKEN = /[!#$%&'*+\-.^_`|~0-9A-Za-z]/;
const TEXT = /[\t\x20-\x7e\x80-\xff]/;
const QUOTABLE = /[\t\x20\x21\x23-\x5b\x5d-\x7e\x80-\xff]/;
const DIGIT = /[0-9]/;
const HEX = /[0-9A-Fa-f]/;
const BLANK = /[ \t]/;

/** What a head says of the body after it. */
interface Head {
  status: number;
  minorVersion: number;
  contentLength: number | undefined;
  chunked: boolean;
  close: boolean;
  keepAlive: boolean;
}

/**
 * What the documented rules make of an input: simple, slow, over the whole text at once, with nothing kept
 * between reads. It shares no code with the reader it is compared with.
 */
export function modelReading(text: string, limits: Limits): Reading {
  const cursor = new Cursor(text);
  const responses: ModelResponse[] = [];
  let closing = false;
  try {
    while (cursor.at < text.length) {
      if (closing) cursor.refuse("bytes after the last response");
      const start = cursor.at;
      cursor.budget = limits.maxHeadBytes;
      const head = readHeads(cursor);
      const headBytes = cursor.at - start;
      const bodyStart = cursor.at;
      const lasts = lastsUntilEnd(head);
      const body = lasts ? restOf(cursor, limits) : readBody(cursor, head, limits);
      const framingBytes = cursor.at - bodyStart - body.length;
      const response = { status: head.status, body, headBytes, framingBytes, end: cursor.at };
      if (lasts) return { responses, untilEnd: response, cut: false, closing: true };
      responses.push(response);
      closing = announcesClose(head);
    }
    return { responses, cut: false, closing };
  } catch (thrown) {
    if (thrown === ENDED) return { responses, cut: true, closing: false };
    if (!(thrown instanceof Refused)) throw thrown;
    return { responses, refusal: thrown, cut: false, closing };
  }
}

/** A final response's head and the interim ones before it. */
function readHeads(cursor: Cursor): Head {
  for (;;) {
    const head = readHead(cursor);
    const last = cursor.at - 1;
    if (head.chunked && head.contentLength !== undefined) throw new Refused(last, "both lengths");
    if (head.status < 200 || head.status === 204) {
      if (head.chunked || (head.contentLength ?? 0) > 0) throw new Refused(last, "body where none can be");
      if (head.status === 101) throw new Refused(last, "protocol switch");
    }
    if (head.status >= 200) return head;
    if (announcesClose(head)) throw new Refused(last, "interim response that closes");
  }
}

function readHead(cursor: Cursor): Head {
  if (cursor.peek() === "\r" || cursor.peek() === "\n") cursor.refuse("line break before a response");
  cursor.takeAll("HTTP/", "status line");
  cursor.take("1", "major version");
  cursor.take(".", "status line");
  const minorVersion = Number(cursor.take(/[01]/, "major version"));
  cursor.take(" ", "status line");
  if (cursor.peek() === "0") cursor.refuse("status below 100");
  let status = "";
  while (status.length < 3) status += cursor.take(DIGIT, "status line");
  const hasReason = cursor.peek() === " ";
  if (hasReason) cursor.run(TEXT);
  cursor.lineEnd(hasReason ? "reason phrase" : "status line", "bare carriage return after the status");
  const head: Head = {
    status: Number(status),
    minorVersion,
    contentLength: undefined,
    chunked: false,
    close: false,
    keepAlive: false,
  };
  readFields(cursor, head, false);
  return head;
}

function readFields(cursor: Cursor, head: Head, isTrailer: boolean): void {
  while (cursor.peek() !== "\r") {
    if (BLANK.test(cursor.peek())) cursor.refuse("folded line");
    if (cursor.peek() === "\n") cursor.refuse("bare line feed");
    if (!TOKEN.test(cursor.peek())) cursor.refuse("header syntax");
    const name = cursor.run(TOKEN).toLowerCase();
    const colon = cursor.at;
    cursor.take(":", "header syntax");
    const decides = ["content-length", "transfer-encoding", "connection"].includes(name);
    if (isTrailer && decides) throw new Refused(colon, "framing in a trailer");
    if (name === "content-length") {
      if (head.contentLength !== undefined) throw new Refused(colon, "Content-Length");
      head.contentLength = readLength(cursor);
    } else if (name === "transfer-encoding") {
      readCodings(cursor, head);
    } else {
      const value = cursor.run(TEXT);
      if (name === "connection") {
        const words = value.split(",").map((word) => word.replace(/^[ \t]+|[ \t]+$/g, "").toLowerCase());
        head.close ||= words.includes("close");
        head.keepAlive ||= words.includes("keep-alive");
      }
    }
    cursor.lineEnd("header syntax");
  }
  cursor.takeAll("\r\n", "header syntax");
}

function readLength(cursor: Cursor): number {
  cursor.run(BLANK);
  let digits = cursor.take(DIGIT, "Content-Length");
  while (DIGIT.test(cursor.peek())) {
    if (BigInt(digits + cursor.peek()) > BigInt(Number.MAX_SAFE_INTEGER)) {
      cursor.refuse("Content-Length too large");
    }
    digits += cursor.take(DIGIT, "Content-Length");
  }
  cursor.run(/ /);
  if (cursor.peek() !== "\r" && cursor.peek() !== "\n") cursor.refuse("Content-Length");
  return Number(digits);
}

function readCodings(cursor: Cursor, head: Head): void {
  for (;;) {
    const word = cursor.run(/[\x20-\x2b\x2d-\x7e\x80-\xff]/).replace(/^ +| +$/g, "");
    const next = cursor.peek();
    if (next === "\t") cursor.refuse("tab in Transfer-Encoding");
    if (next === "\n") cursor.refuse("bare line feed");
    if (next !== "," && next !== "\r") cursor.refuse("header syntax");
    if (word.toLowerCase() !== "chunked" || head.chunked) cursor.refuse("coding not asked for");
    head.chunked = true;
    if (next === "\r") return;
    cursor.take(",", "header syntax");
  }
}

function announcesClose({ close, keepAlive, minorVersion }: Head): boolean {
  return close || (minorVersion === 0 && !keepAlive);
}

function lastsUntilEnd({ status, contentLength, chunked }: Head): boolean {
  return status !== 204 && status !== 304 && contentLength === undefined && !chunked;
}

function restOf(cursor: Cursor, limits: Limits): string {
  const rest = cursor.text.slice(cursor.at);
  if (rest.length > limits.maxBodyBytes) throw new Refused(cursor.at + limits.maxBodyBytes, "limit");
  cursor.at += rest.length;
  return rest;
}

function readBody(cursor: Cursor, head: Head, limits: Limits): string {
  if (head.status === 204 || head.status === 304) return "";
  if (head.chunked) return readChunks(cursor, head, limits);
  const length = head.contentLength ?? 0;
  if (length > limits.maxBodyBytes) throw new Refused(cursor.at - 1, "limit");
  return data(cursor, length);
}

function data(cursor: Cursor, length: number): string {
  const from = cursor.at;
  cursor.at = Math.min(cursor.text.length, from + length);
  if (cursor.at < from + length) throw ENDED;
  return cursor.text.slice(from, cursor.at);
}

function readChunks(cursor: Cursor, head: Head, limits: Limits): string {
  let body = "";
  cursor.budget = limits.maxHeadBytes;
  for (;;) {
    const size = readSize(cursor, limits.maxBodyBytes - body.length);
    // What a chunk's size and line ends take is allowed for each chunk, on top of the limit.
    cursor.budget += 16;
    while (cursor.peek() === ";") readExtension(cursor);
    cursor.lineEnd("chunk syntax");
    if (size === 0) break;
    body += data(cursor, size);
    cursor.takeAll("\r\n", "chunk syntax");
  }
  readFields(cursor, head, true);
  return body;
}

function readSize(cursor: Cursor, allowed: number): number {
  let size = 0n;
  let digits = 0;
  while (digits === 0 || HEX.test(cursor.peek())) {
    if (!HEX.test(cursor.peek())) cursor.refuse("chunk syntax");
    size = size * 16n + BigInt(`0x${cursor.peek()}`);
    if (size > allowed) cursor.refuse("limit");
    cursor.take(HEX, "chunk syntax");
    digits++;
  }
  return Number(size);
}

function readExtension(cursor: Cursor): void {
  cursor.take(";", "chunk syntax");
  cursor.take(TOKEN, "chunk extension");
  cursor.run(TOKEN);
  if (cursor.peek() === "=") {
    cursor.take("=", "chunk extension");
    if (cursor.peek() === '"') {
      readQuoted(cursor);
    } else {
      cursor.take(TOKEN, "chunk extension");
      cursor.run(TOKEN);
    }
  }
  if (!/[;\r\n]/.test(cursor.peek())) cursor.refuse("chunk extension");
}

function readQuoted(cursor: Cursor): void {
  cursor.take('"', "chunk extension");
  for (;;) {
    cursor.run(QUOTABLE);
    if (cursor.peek() !== "\\") break;
    cursor.take("\\", "chunk extension");
    cursor.take(TEXT, "chunk extension");
  }
  cursor.take('"', "chunk extension");
}
