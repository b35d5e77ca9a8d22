import { describe, expect, it } from "vitest";
import { random } from "../../core/random.ts";
import { ResponseReader } from "./response-reader.ts";
import { everyByte, everySplit, feed } from "./testing/feed.ts";
import { nodeReads, type Outcome } from "./testing/node-http.ts";

/** Latin-1 bytes of a text whose line ends are CRLF, and bare where it says ␊. */
const http = (text: string): Buffer =>
  Buffer.from(text.replaceAll("\n", "\r\n").replaceAll("␊", "\n"), "latin1");

interface Seen {
  readonly status: number;
  readonly head: number;
  readonly framing: number;
  readonly body: string;
}

/** Collects responses, their bodies copied. */
class Responses {
  readonly seen: Seen[] = [];

  response(
    status: number,
    head: number,
    framing: number,
    body: Uint8Array,
    start: number,
    end: number,
  ): void {
    this.seen.push({
      status,
      head,
      framing,
      body: Buffer.from(body.subarray(start, end)).toString("latin1"),
    });
  }
}

/** What our reader makes of one response after which the server closes. */
function weRead(bytes: Uint8Array, cuts: readonly number[] = []): Outcome {
  const responses = new Responses();
  const reader = new ResponseReader(responses);
  try {
    feed(reader, bytes, cuts);
    reader.end();
  } catch (error) {
    expect(error).toMatchObject({ code: "WIRE", message: expect.stringContaining("HTTP response: ") });
    return "refused";
  }
  const [only] = responses.seen;
  return only === undefined ? "refused" : { status: only.status, body: only.body };
}

/** The error that reading these bytes ends in. */
function errorOf(bytes: Uint8Array, cuts: readonly number[]): string {
  const reader = new ResponseReader(new Responses());
  try {
    feed(reader, bytes, cuts);
    reader.end();
  } catch (error) {
    return (error as Error).message;
  }
  return "none";
}

const WELL_FORMED: Readonly<Record<string, string>> = {
  "a length": "HTTP/1.1 200 OK\nContent-Length: 5\n\nhello",
  "a length of 0": "HTTP/1.1 200 OK\nContent-Length: 0\n\n",
  "headers as Fastify sends them":
    "HTTP/1.1 200 OK\ncontent-type: application/json; charset=utf-8\ncontent-length: 2\n" +
    "Date: Fri, 20 Nov 2026 20:26:21 GMT\nConnection: keep-alive\nKeep-Alive: timeout=72\n\n[]",
  "no content": "HTTP/1.1 204 No Content\nDate: Fri, 20 Nov 2026 20:26:21 GMT\n\n",
  "not modified": "HTTP/1.1 304 Not Modified\nETag: x\n\n",
  gone: 'HTTP/1.1 410 Gone\nContent-Length: 12\n\n{"oldest":7}',
  "no reason": "HTTP/1.1 200 \nContent-Length: 1\n\nx",
  "no reason and no space": "HTTP/1.1 200\nContent-Length: 1\n\nx",
  "a reason beyond ASCII": "HTTP/1.1 200 Très bien\nContent-Length: 1\n\nx",
  "blanks around values": "HTTP/1.1 200 OK\nContent-Length: \t 1  \nX:\nY: \nZ:\ta\tb \n\nx",
  "any case": "HTTP/1.1 200 OK\ncOnTeNt-LeNgTh: 1\nTRAILER: x\n\nx",
  "names that begin like ours":
    "HTTP/1.1 200 OK\nContent-Lengt: 9\nContent-Lengths: 9\nConnect: 1\nContent-Length: 1\n\nx",
  "a zero before the length": "HTTP/1.1 200 OK\nContent-Length: 0003\n\nabc",
  "one chunk": "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n5\nhello\n0\n\n",
  "several chunks": "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n5\nhello\n1\n \n0A\nbig␊ world\n0\n\n",
  "no chunk": "HTTP/1.1 200 OK\ntransfer-encoding:Chunked\n\n0\n\n",
  "chunk extensions": 'HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n1;a;b=c;d="e;\\"f"\nx\n0;last\n\n',
  trailers: "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n1\nx\n0\nDigest: abc\nX-More: \n\n",
  "a body until the end": "HTTP/1.1 200 OK\nConnection: close\n\nall of this",
  "an empty body until the end": "HTTP/1.1 200 OK\n\n",
  "a length and a close": "HTTP/1.1 200 OK\nConnection: foo, Close\nContent-Length: 2\n\nok",
  "HTTP/1.0": "HTTP/1.0 200 OK\nContent-Length: 2\n\nok",
  "an interim response": "HTTP/1.1 103 Early Hints\nLink: </a>\n\nHTTP/1.1 200 OK\nContent-Length: 2\n\nok",
  "two interim responses": "HTTP/1.1 100 Continue\n\nHTTP/1.1 102 Processing\n\nHTTP/1.1 204 No Content\n\n",
};

describe("ResponseReader", () => {
  it.each(Object.entries(WELL_FORMED))("reads %s as Node does, split anywhere", async (_name, text) => {
    const bytes = http(text);
    const reference = await nodeReads(bytes);
    expect(reference).not.toBe("refused");

    for (const cuts of everySplit(bytes)) expect(weRead(bytes, cuts)).toEqual(reference);
  });

  it("tells every byte once, whatever the split", () => {
    const pipelined = http(
      ["a length", "several chunks", "no content", "an interim response", "trailers", "gone"]
        .map((name) => WELL_FORMED[name])
        .join(""),
    );
    for (const cuts of everySplit(pipelined)) {
      const responses = new Responses();
      const reader = new ResponseReader(responses);
      let given = 0;
      const counting = {
        read(bytes: Uint8Array, start: number, end: number): void {
          reader.read(bytes, start, end);
          given += end - start;
          const told = responses.seen.reduce((sum, r) => sum + r.head + r.framing + r.body.length, 0);
          expect(told + reader.pendingBytes).toBe(given);
        },
      };

      feed(counting, pipelined, cuts);

      expect(responses.seen.map((r) => r.status)).toEqual([200, 200, 204, 200, 200, 410]);
      expect(reader.pendingBytes).toBe(0);
    }
  });

  it("splits a chunked response's bytes into head, framing and body", () => {
    const head = "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n";
    const responses = new Responses();

    feed(new ResponseReader(responses), http(`${head}5;x\nhello\n0\nA: b\n\n`), []);

    const framing = http("5;x\n\n0\nA: b\n\n").length;
    expect(responses.seen).toEqual([{ status: 200, head: http(head).length, framing, body: "hello" }]);
  });

  it.each([
    // Connection: close stands for itself.
    ["HTTP/1.1 200 OK\nConnection: close\nContent-Length: 0\n\n", true],
    ["HTTP/1.1 200 OK\nConnection: keep-alive\nContent-Length: 0\n\n", false],
    ["HTTP/1.1 200 OK\nConnection: closed, close-not\nContent-Length: 0\n\n", false],
    ["HTTP/1.1 200 OK\nConnection: clo se, close too\nContent-Length: 0\n\n", false],
    // HTTP/1.0 closes unless it says otherwise.
    ["HTTP/1.0 200 OK\nContent-Length: 0\n\n", true],
    ["HTTP/1.0 200 OK\nConnection: keep-alive\nContent-Length: 0\n\n", false],
  ])("knows from %j whether the server closes: %s", (text, closing) => {
    const reader = new ResponseReader(new Responses());

    feed(reader, http(text), []);

    expect(reader.closing).toBe(closing);
  });

  it("hands a response over where it lies when one read holds it", () => {
    const bytes = http(`${WELL_FORMED["one chunk"]}${WELL_FORMED["a length"]}`);
    const bodies: Uint8Array[] = [];
    const reader = new ResponseReader({ response: (_s, _h, _f, body) => bodies.push(body) });

    reader.read(bytes, 0, bytes.length);

    expect(bodies.every((body) => body === bytes)).toBe(true);
    expect(bodies).toHaveLength(2);
  });

  it("reads a head that differs in one byte from the one before as if it had come alone", () => {
    const before = http(WELL_FORMED["headers as Fastify sends them"]!);
    for (let at = 0; at < before.length - 2; at++) {
      for (const flip of [0x01, 0x04, 0x20]) {
        const changed = Buffer.from(before);
        changed[at]! ^= flip;
        weRead(before);

        expect(weRead(changed)).toEqual(weRead(changed, everyByte(changed)));
      }
    }
  });
});

describe("ResponseReader on malformed bytes", () => {
  const head = "HTTP/1.1 200 OK\n";
  const chunked = `${head}Transfer-Encoding: chunked\n\n`;

  it.each([
    // Not HTTP, or not a version we speak.
    ["garbage", "hello\n\n"],
    ["TLS", "\x16\x03\x01\x02\x00"],
    ["another protocol", "HTTPS/1.1 200 OK\n\n"],
    ["no version", "HTTP 200 OK\n\n"],
    ["version 1.2", "HTTP/1.2 200 OK\nContent-Length: 0\n\n"],
    ["version 11", "HTTP/11 200 OK\nContent-Length: 0\n\n"],
    ["a status of two digits", "HTTP/1.1 20 OK\nContent-Length: 0\n\n"],
    ["a status of four digits", "HTTP/1.1 2000 OK\nContent-Length: 0\n\n"],
    ["a status of letters", "HTTP/1.1 abc OK\nContent-Length: 0\n\n"],
    // Header syntax.
    ["a space before the colon", `${head}Content-Length : 0\n\n`],
    ["a space in a name", `${head}Content Length: 0\n\n`],
    ["an empty name", `${head}: 0\n\n`],
    ["a name with a control character", `${head}X\x01Y: 0\nContent-Length: 0\n\n`],
    ["a name beyond ASCII", `${head}Naïve: 0\nContent-Length: 0\n\n`],
    ["a name in parentheses", `${head}(x): 0\nContent-Length: 0\n\n`],
    ["a line without a colon", `${head}nonsense\nContent-Length: 0\n\n`],
    ["a first line that is folded", `${head} x: y\nContent-Length: 0\n\n`],
    ["a control character in a value", `${head}X: a\x00b\nContent-Length: 0\n\n`],
    ["a delete in a value", `${head}X: a\x7fb\nContent-Length: 0\n\n`],
    // Lengths that two readers might read differently.
    ["a negative length", `${head}Content-Length: -1\n\n`],
    ["a signed length", `${head}Content-Length: +1\n\nx`],
    ["a hexadecimal length", `${head}Content-Length: 0x1\n\nx`],
    ["a length with a blank inside", `${head}Content-Length: 1 1\n\nhello world`],
    ["an empty length", `${head}Content-Length:\n\n`],
    ["a blank length", `${head}Content-Length: \n\n`],
    ["a length beyond all bounds", `${head}Content-Length: 99999999999999999999999\n\n`],
    ["two lengths", `${head}Content-Length: 1\nContent-Length: 2\n\nxx`],
    ["two equal lengths", `${head}Content-Length: 1\nContent-Length: 1\n\nx`],
    ["a list of lengths", `${head}Content-Length: 1, 1\n\nx`],
    ["a length, then chunked", `${head}Content-Length: 1\nTransfer-Encoding: chunked\n\n1\nx\n0\n\n`],
    ["chunked, then a length", `${head}Transfer-Encoding: chunked\nContent-Length: 1\n\n1\nx\n0\n\n`],
    // Chunks.
    ["a chunk without a size", `${chunked}\nx\n0\n\n`],
    ["a chunk size that is none", `${chunked}g\nx\n0\n\n`],
    ["a negative chunk size", `${chunked}-1\nx\n0\n\n`],
    ["a chunk size with 0x", `${chunked}0x1\nx\n0\n\n`],
    ["a blank before a chunk size", `${chunked} 1\nx\n0\n\n`],
    ["a chunk size beyond all bounds", `${chunked}fffffffffffffffff\nx\n0\n\n`],
    ["a chunk longer than it says", `${chunked}1\nxy\n0\n\n`],
    ["a chunk with a letter for its carriage return", `${chunked}1\nxy␊0\n\n`],
    ["a chunk shorter than it says", `${chunked}2\nx\n0\n\n`],
    ["a control character in an extension", `${chunked}1;a\x00\nx\n0\n\n`],
    ["an unfinished quoted extension", `${chunked}1;a="b\nx\n0\n\n`],
    ["bytes after a quoted extension", `${chunked}1;a="b"c\nx\n0\n\n`],
    ["a trailer without a colon", `${chunked}1\nx\n0\nnonsense\n\n`],
    // Line ends, where \r alone or \n alone would do for a lenient reader.
    ["a bare carriage return in a value", `${head}X: a\rb\nContent-Length: 0\n\n`],
    ["a bare carriage return after a chunk size", `${chunked}1\rx\n0\n\n`],
    ["a bare carriage return after a chunk", `${chunked}1\nx\r0\n\n`],
    // The server went away in the middle.
    ["a cut in the head", "HTTP/1.1 200 OK\nContent-"],
    ["a cut in the body", `${head}Content-Length: 5\n\nhel`],
    ["a cut in a chunk", `${chunked}5\nhel`],
    ["a cut before the last chunk", `${chunked}5\nhello\n`],
    ["a cut in the trailer", `${chunked}0\nA: b\n`],
    ["a cut after an interim response", "HTTP/1.1 100 Continue\n\n"],
    ["another protocol, unasked", "HTTP/1.1 101 Switching Protocols\nUpgrade: x\nConnection: upgrade\n\n"],
  ])("refuses %s as Node does, with one error wherever it is split", async (_name, text) => {
    const bytes = http(text);
    expect(await nodeReads(bytes)).toBe("refused");

    const whole = errorOf(bytes, []);
    expect(whole).not.toBe("none");
    for (const cuts of everySplit(bytes)) expect(errorOf(bytes, cuts)).toBe(whole);
  });

  it.each([
    // RFC 9112, 2.3: another major version has another syntax.
    ["HTTP/0.9", "HTTP/0.9 200 OK\nContent-Length: 0\n\n"],
    ["HTTP/2.0", "HTTP/2.0 200 OK\nContent-Length: 0\n\n"],
    // RFC 9110, 15: the first digit is a class of responses.
    ["a status below 100", "HTTP/1.1 000 OK\nContent-Length: 0\n\n"],
    // RFC 9112, 5.2: folding is long obsolete.
    ["a folded line", "HTTP/1.1 200 OK\nX: a\n b\nContent-Length: 0\n\n"],
    // RFC 9110, 8.6: no 204 has a length, and readers differ on whether a body follows.
    ["204 with a body", "HTTP/1.1 204 No Content\nContent-Length: 1\n\nx"],
    ["204 with chunks", "HTTP/1.1 204 No Content\nTransfer-Encoding: chunked\n\n0\n\n"],
    // We sent no TE header: RFC 9112, 7.4.
    ["a coding that was not asked for", "HTTP/1.1 200 OK\nTransfer-Encoding: gzip, chunked\n\n0\n\n"],
    ["a coding with a blank inside", "HTTP/1.1 200 OK\nTransfer-Encoding: chun ked\n\n0\n\n"],
    // Node reads this until the end of the connection, RFC 9112 as chunked.
    ["a tab after the coding", "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\t\n\n0\n\n"],
    // RFC 9110, 6.5.1: what frames a message cannot come after it.
    ["a length in the trailer", "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n0\nContent-Length: 1\n\n"],
    [
      "a bare line feed after the status",
      "HTTP/1.1 200 OK\nContent-Length: 0\n\n".replace("OK\n", "OK\u0100"),
    ],
    ["a line break before the response", "\nHTTP/1.1 200 OK\nContent-Length: 0\n\n"],
    // Node reads the first until the end of the connection, RFC 9110 (5.6.1) as chunked.
    ["nothing after the coding's comma", "HTTP/1.1 200 OK\nTransfer-Encoding: chunked,\n\n0\n\n"],
    ["nothing before the coding's comma", "HTTP/1.1 200 OK\nTransfer-Encoding: , chunked\n\n0\n\n"],
    [
      "an empty coding after chunked",
      "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\nTransfer-Encoding:\n\n0\n\n",
    ],
    // Node takes these for the last response and refuses the one they announce.
    [
      "an interim response that closes",
      "HTTP/1.1 103 Early Hints\nConnection: close\n\nHTTP/1.1 200 OK\nContent-Length: 0\n\n",
    ],
    ["an interim response of HTTP/1.0", "HTTP/1.0 100 Continue\n\nHTTP/1.1 200 OK\nContent-Length: 0\n\n"],
    // Node heeds it, although the body has ended: RFC 9110, 6.5.1.
    ["a close in the trailer", "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n0\nConnection: close\n\n"],
    // RFC 9112, 4: a reason is text.
    ["a control character in the reason", "HTTP/1.1 200 O\x01K\nContent-Length: 0\n\n"],
    ["a bare carriage return after the status", "HTTP/1.1 200\r\rContent-Length: 0\n\n"],
    // More than a number can count: RFC 9110, 8.6.
    ["a length of 2^53 where no body follows", "HTTP/1.1 304 OK\nContent-Length: 9007199254740992\n\n"],
    // RFC 9112, 7.1.1: an extension has a name, and a value after its equals sign.
    ["a chunk extension without a name", "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n0;=a\n\n"],
    ["a chunk extension without a value", "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n0;a=\n\n"],
    ["a quote inside an extension's value", 'HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n0;a=b"c"\n\n'],
    ["a delete in a quoted extension", 'HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n0;a="\x7f"\n\n'],
    // A second answer to one request.
    ["bytes after a closing response", "HTTP/1.1 200 OK\nConnection: close\nContent-Length: 1\n\nxy"],
  ])("refuses %s, whether or not Node does", (_name, text) => {
    const bytes = http(text);

    const whole = errorOf(bytes, []);

    expect(whole).not.toBe("none");
    for (const cuts of everySplit(bytes)) expect(errorOf(bytes, cuts)).toBe(whole);
  });

  it("accepts nothing that Node refuses or reads differently, on random damage", async () => {
    const source = random(11, "response damage");
    const samples = Object.values(WELL_FORMED).map(http);
    const alphabet = [...'\r\n\t :;,="0159afAF-\0\x7f\x80xcC'].map((c) => c.charCodeAt(0));
    let accepted = 0;
    for (let round = 0; round < 600; round++) {
      const bytes = [...samples[source.below(samples.length)]!];
      for (let edits = 1 + source.below(2); edits > 0; edits--) {
        const at = source.below(bytes.length);
        const byte = alphabet[source.below(alphabet.length)]!;
        bytes.splice(at, source.below(2), ...(source.below(3) === 0 ? [] : [byte]));
      }
      const damaged = Buffer.from(bytes);

      const ours = weRead(damaged);

      expect(weRead(damaged, everyByte(damaged))).toEqual(ours);
      if (ours === "refused") continue;
      accepted++;
      expect({ damaged: damaged.toString("latin1"), outcome: await nodeReads(damaged) }).toEqual({
        damaged: damaged.toString("latin1"),
        outcome: ours,
      });
    }
    expect(accepted).toBeGreaterThan(100);
  });
});

describe("ResponseReader's limits", () => {
  it.each([
    [
      "a head without end",
      `HTTP/1.1 200 OK\nX: ${"x".repeat(2000)}`,
      "its head is longer than the 1000 bytes",
    ],
    [
      "interim responses without end",
      "HTTP/1.1 100 Continue\n\n".repeat(50),
      "its head is longer than the 1000",
    ],
    [
      "a body announced too long",
      "HTTP/1.1 200 OK\nContent-Length: 5001\n\n",
      "its body is longer than the 5000",
    ],
    [
      "a chunk announced too long",
      "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n1389\n",
      "its body is longer than the 5000",
    ],
    [
      "a body until the end that has none",
      `HTTP/1.1 200 OK\n\n${"x".repeat(5001)}`,
      "its body is longer than the 5000",
    ],
    [
      "an extension without end",
      `HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n1;${"x".repeat(2000)}`,
      "its chunk extensions and trailer are longer",
    ],
    [
      "a trailer without end",
      `HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n0\nX: ${"x".repeat(2000)}`,
      "its chunk extensions and trailer are longer",
    ],
  ])("stop %s", (_name, text, message) => {
    const bytes = http(text);
    for (const cuts of [[], everyByte(bytes)]) {
      const reader = new ResponseReader(new Responses(), { maxHeadBytes: 1000, maxBodyBytes: 5000 });

      expect(() => feed(reader, bytes, cuts)).toThrow(message);
      expect(() => reader.read(bytes, 0, 1)).toThrow("nothing can be read after malformed bytes");
    }
  });

  it("stop an extension at the same byte, however many chunks come in the same read", () => {
    const chunks = "1\nx\n".repeat(50);
    const bytes = http(
      `HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n1;${"x".repeat(300)}\nx\n${chunks}0\n\n`,
    );
    for (const cuts of [[], everyByte(bytes), [200]]) {
      const responses = new Responses();
      const reader = new ResponseReader(responses, { maxHeadBytes: 100 });

      expect(() => feed(reader, bytes, cuts)).toThrow("its chunk extensions and trailer are longer");
      expect(responses.seen).toEqual([]);
    }
  });

  it("let many small chunks pass", () => {
    const responses = new Responses();
    const reader = new ResponseReader(responses, { maxHeadBytes: 100 });
    const text = `HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n${"1\nx\n".repeat(1000)}0\n\n`;

    feed(reader, http(text), []);

    expect(responses.seen[0]?.body).toBe("x".repeat(1000));
  });
});

describe("ResponseReader between connections", () => {
  it("starts afresh after a reset", () => {
    const responses = new Responses();
    const reader = new ResponseReader(responses);
    feed(reader, http("HTTP/1.1 200 OK\nContent-Length: 9\n\nhalf"), []);

    reader.reset();

    expect(reader.pendingBytes).toBe(0);
    feed(reader, http("HTTP/1.1 200 OK\nContent-Length: 4\n\nfull"), []);
    expect(responses.seen.map((r) => r.body)).toEqual(["full"]);
  });

  it("drops the rest of a read when it is reset from inside a response", () => {
    const bytes = http("HTTP/1.1 204 No Content\n\n".repeat(3));
    let responses = 0;
    const reader: ResponseReader = new ResponseReader({
      response() {
        responses++;
        reader.reset();
      },
    });

    reader.read(bytes, 0, bytes.length);

    expect([responses, reader.pendingBytes]).toEqual([1, 0]);
  });

  it("keeps a response that its handler refuses among the pending bytes", () => {
    const bytes = http("HTTP/1.1 204 No Content\n\n".repeat(2));
    const reader = new ResponseReader({
      response() {
        throw new Error("not mine");
      },
    });

    expect(() => reader.read(bytes, 0, bytes.length)).toThrow("not mine");

    expect(reader.pendingBytes).toBe(bytes.length);
  });
});
