import type { Random } from "../../core/random.ts";
import { percent, pick, someCuts, someSize } from "./choose.ts";
import type { Interruption } from "./interruption.ts";
import { mutate } from "./mutate.ts";
import type { Input } from "./target.ts";

/** Responses as they might come, and the limits they are read under. */
export interface ResponseInput extends Input {
  readonly maxHeadBytes: number;
  readonly maxBodyBytes: number;
  readonly interruption?: Interruption;
}

/** Limits, from the default to such as most inputs meet. */
export const RESPONSE_LIMITS = [
  { maxHeadBytes: 16 * 1024, maxBodyBytes: 64 * 1024 ** 2 },
  { maxHeadBytes: 200, maxBodyBytes: 1000 },
  { maxHeadBytes: 60, maxBodyBytes: 40 },
] as const;

// Heads as real servers send them, few enough to come again and again: that is what the memo of heads lives on.
const SERVED = [
  "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: #\r\nDate: Fri, 07 Nov 2025 10:00:00 GMT\r\nConnection: keep-alive\r\nKeep-Alive: timeout=72\r\n\r\n",
  "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: #\r\n\r\n",
  "HTTP/1.1 200 OK\r\nServer: nginx\r\nContent-Length: #\r\nConnection: close\r\n\r\n",
] as const;

const STATUSES = [200, 200, 200, 200, 201, 205, 204, 304, 404, 410, 500, 503, 599, 999] as const;
const INTERIM = [100, 100, 102, 103, 199, 101] as const;
const REASONS = [" OK", " OK", " ", "", " Not Modified", " a\tb", " \xe9\xff", " 200 OK", "  "] as const;
const LINES = [
  "Date: Fri, 07 Nov 2025 10:00:00 GMT",
  "Connection: keep-alive",
  "Connection: close",
  "connection: Keep-Alive, foo",
  "Connection: foo ,\tClose",
  "Connection: close, keep-alive",
  "Connection:",
  "Connection: closed",
  "Connection: upgrade",
  "Upgrade: websocket",
  "Keep-Alive: timeout=5",
  'ETag: "a"',
  "X: ",
  "X:y",
  "X:\t y \t",
  "!#$%&'*+-.^_`|~9: all of a token",
  "X-Long: a value that is somewhat longer than most of the values in this list of values are",
  "Content-Lengthy: 9",
  "Content-Lengt: 9",
  "Transfer-Encodin: chunked",
  "X: \xff\x80",
] as const;
const LENGTH_LINES = [
  "Content-Length: #",
  "content-length:#",
  "CONTENT-LENGTH: \t # ",
  "Content-Length: 00#",
];
const CHUNKED_LINES = [
  "Transfer-Encoding: chunked",
  "transfer-encoding:chunked",
  "TRANSFER-ENCODING:  CHUNKED ",
] as const;
const EXTENSIONS = [
  ";a",
  ";a=b",
  ';a="b"',
  ';a="\\"";b',
  ";a;b=c",
  `;${"e".repeat(50)}`,
  `;${"f".repeat(180)}`,
] as const;

/** What damage may slip in. */
const TOKENS = [
  "\r\n",
  "\r\n\r\n",
  "\n",
  "HTTP/1.1 200 OK\r\n",
  "HTTP/1.1 204 No Content\r\n\r\n",
  "HTTP/1.1 100 Continue\r\n\r\n",
  "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n",
  "HTTP/1.0 200 OK\r\n\r\n",
  "Content-Length: 5\r\n",
  "Content-Length: 0\r\n",
  "Content-Length: 5, 5\r\n",
  "Content-Length: 5 5\r\n",
  "Content-Length:\r\n",
  "Content-Length : 5\r\n",
  "Transfer-Encoding: chunked\r\n",
  "Transfer-Encoding: gzip, chunked\r\n",
  "Transfer-Encoding: chunked, gzip\r\n",
  "Transfer-Encoding: chunked, chunked\r\n",
  "Transfer-Encoding: identity\r\n",
  "Transfer-Encoding: , chunked\r\n",
  "Transfer-Encoding: chunked,\r\n",
  "Transfer-Encoding: chunked, \r\n",
  "Transfer-Encoding:\r\n",
  "Transfer-Encoding: ,\r\n",
  "Transfer-Encoding: chun ked\r\n",
  "Transfer-Encoding: \tchunked\r\n",
  "Transfer-Encoding: xchunked\r\n",
  "Transfer-Encoding: chunked;q=1\r\n",
  "Connection: close\r\n",
  "Connection: upgrade\r\nUpgrade: x\r\n",
  " folded: line\r\n",
  "\tfolded\r\n",
  ": empty\r\n",
  "no colon\r\n",
  "X : y\r\n",
  "X\x00: y\r\n",
  "0\r\n\r\n",
  "0\r\nContent-Length: 5\r\n\r\n",
  "0\r\nTransfer-Encoding: chunked\r\n\r\n",
  "0\r\nConnection: close\r\n\r\n",
  "1\r\nx\r\n",
  "5;",
  ";a=",
  ';a="b',
  ';a="b"c',
  ";;",
  "; a",
  " ;a",
  "=",
  "chunked",
  "close",
  " ",
  "\t",
  ",",
] as const;

function body(source: Random): string {
  const size = someSize(source);
  switch (source.below(6)) {
    case 0:
      return Array.from({ length: Math.min(size, 300) }, () => String.fromCharCode(source.below(256))).join(
        "",
      );
    case 1:
      return "0\r\n\r\nHTTP/1.1 200 OK\r\n\r\n".repeat(Math.ceil(size / 23)).slice(0, size);
    default:
      return '[{"seq":1,"at":123},{"seq":2,"at":456}]'.repeat(Math.ceil(size / 39)).slice(0, size);
  }
}

function chunks(source: Random, content: string): string {
  const parts: string[] = [];
  let at = 0;
  while (at < content.length) {
    const to = Math.min(content.length, at + 1 + source.below(Math.max(1, content.length / 2)));
    parts.push(sizeLine(source, to - at), content.slice(at, to), "\r\n");
    at = to;
    // Thousands of chunks take long and show nothing new.
    if (parts.length > 60) break;
  }
  const trailer = percent(source, 20) ? lines(source, 3) : [];
  return [...parts, sizeLine(source, 0), ...trailer.map((line) => `${line}\r\n`), "\r\n"].join("");
}

function sizeLine(source: Random, size: number): string {
  const hex = size.toString(16);
  const written = percent(source, 10) ? hex.toUpperCase() : hex;
  const zeros = percent(source, 5) ? "0".repeat(source.below(12)) : "";
  return `${zeros}${written}${percent(source, 12) ? pick(source, EXTENSIONS) : ""}\r\n`;
}

function lines(source: Random, most: number): string[] {
  return Array.from({ length: source.below(most + 1) }, () => pick(source, LINES));
}

function head(source: Random, status: number, framing: string | undefined): string {
  const headers = lines(source, 4);
  if (framing !== undefined) headers.splice(source.below(headers.length + 1), 0, framing);
  const version = percent(source, 6) ? 0 : 1;
  return `HTTP/1.${version} ${status}${pick(source, REASONS)}\r\n${headers.map((line) => `${line}\r\n`).join("")}\r\n`;
}

function response(source: Random): string {
  const before = percent(source, 8) ? head(source, pick(source, INTERIM), undefined) : "";
  const content = body(source);
  if (percent(source, 25)) return before + pick(source, SERVED).replace("#", `${content.length}`) + content;
  const status = pick(source, STATUSES);
  if (status === 204) return before + head(source, status, undefined);
  if (status === 304) return before + head(source, status, pick(source, [undefined, "Content-Length: 9"]));
  const kind = source.below(100);
  if (kind < 45) {
    const line = pick(source, LENGTH_LINES).replace("#", `${content.length}`);
    return before + head(source, status, line) + content;
  }
  if (kind < 92) return before + head(source, status, pick(source, CHUNKED_LINES)) + chunks(source, content);
  return before + head(source, status, undefined) + content;
}

/** One to four responses, half of them damaged, cut somewhere, under some limits. */
export function someResponses(source: Random): ResponseInput {
  const count = 1 + source.below(1 + source.below(4));
  let text = "";
  for (let i = 0; i < count; i++) text += response(source);
  if (percent(source, 50)) text = mutate(source, text, TOKENS);
  const limits = RESPONSE_LIMITS[percent(source, 88) ? 0 : 1 + source.below(2)]!;
  const cuts = someCuts(source, text.length);
  if (!percent(source, 3)) return { text, cuts, ...limits };
  const by = pick(source, ["reset", "throw"] as const);
  return { text, cuts, ...limits, interruption: { at: source.below(count), by } };
}
