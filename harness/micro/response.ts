import httpParser from "http-parser-js";
import { type ResponseHandler, ResponseReader } from "../../clients/wire/response-reader.ts";
import type { MicroCase, Sides } from "./case.ts";
import { ENVELOPES } from "./events.ts";

const { HTTPParser } = httpParser;

/** Takes responses: looks at status, length and one byte of each, and keeps them where that is asked for. */
class Responses implements ResponseHandler {
  sum = 0;
  kept: unknown[] | undefined;

  response(
    status: number,
    _head: number,
    _framing: number,
    body: Uint8Array,
    start: number,
    end: number,
  ): void {
    this.sum += status + end - start + body[start]!;
    this.kept?.push([status, Buffer.from(body.subarray(start, end)).toString("latin1")]);
  }
}

/**
 * Both readers on the same socket reads, a response each. http-parser-js is what autocannon reads with; it
 * turns every header into strings, which this reader does not need. Node's own parser has no public entrance.
 */
function readers(reads: readonly Buffer[]): Sides {
  const responses = new Responses();
  const reader = new ResponseReader(responses);
  const parsed = new Responses();
  const parser = new HTTPParser(HTTPParser.RESPONSE);
  let status = 0;
  parser[HTTPParser.kOnHeadersComplete] = (info) => {
    status = info.statusCode;
  };
  parser[HTTPParser.kOnBody] = (chunk, offset, length) => {
    parsed.response(status, 0, 0, chunk, offset, offset + length);
  };
  const side = (taker: Responses, read: (bytes: Buffer) => void) => ({
    run() {
      taker.sum = 0;
      for (const bytes of reads) read(bytes);
      return taker.sum;
    },
    answer() {
      taker.kept = [];
      for (const bytes of reads) read(bytes);
      const { kept } = taker;
      taker.kept = undefined;
      return kept;
    },
  });
  return {
    operations: reads.length,
    ours: side(responses, (bytes) => reader.read(bytes, 0, bytes.length)),
    reference: side(parsed, (bytes) => {
      const read = parser.execute(bytes);
      if (read !== bytes.length) throw read instanceof Error ? read : new Error(`it read ${read} bytes`);
    }),
  };
}

const BODY = `[${ENVELOPES[0]}]`;

/** An answer with one event, as the polling server sends it. */
const answerAt = (second: number): Buffer =>
  Buffer.from(
    "HTTP/1.1 200 OK\r\ncontent-type: application/json; charset=utf-8\r\ncache-control: no-store\r\n" +
      `content-length: ${BODY.length}\r\nDate: Thu, 01 Jan 2026 00:00:${String(second).padStart(2, "0")} GMT\r\n` +
      `Connection: keep-alive\r\nKeep-Alive: timeout=72\r\n\r\n${BODY}`,
  );

const SECONDS = 60;

/** The head of the response before, byte for byte, as all clients get it until the server's clock ticks. */
export const responseRead = {
  operation: "one answer of 1 event, with the head of the one before",
  reference: "http-parser-js",
  create: () => readers(Array.from({ length: SECONDS }, () => answerAt(0))),
} satisfies MicroCase;

/** A head never seen before, every time. */
export const responseHeads = {
  operation: "one answer of 1 event, with another head",
  reference: "http-parser-js",
  create: () => readers(Array.from({ length: SECONDS }, (_, second) => answerAt(second))),
} satisfies MicroCase;
