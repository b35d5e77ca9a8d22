import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { connect } from "node:net";
import { describe, expect, it } from "vitest";
import { WebSocketServer } from "ws";
import { requestHeaders } from "../headers.ts";
import { HandshakeRefused } from "./errors.ts";
import { acceptOf, Handshake } from "./handshake.ts";
import { everyByte, everySplit, feed } from "./testing/feed.ts";
import { wsAccepts } from "./testing/ws-handshake.ts";

const KEY = "dGhlIHNhbXBsZSBub25jZQ==";
const request = { target: "/websocket?after=0", headers: "Host: a\r\n", key: KEY };

/** An answer whose lines end in CRLF, and where {accept} stands for what the key demands. */
const answerTo =
  (text: string) =>
  (key: string): Buffer =>
    Buffer.from(text.replaceAll("\n", "\r\n").replace("{accept}", acceptOf(key)), "latin1");

const UPGRADE = "HTTP/1.1 101 Switching Protocols\nUpgrade: websocket\nConnection: Upgrade\n";
const ACCEPT = "Sec-WebSocket-Accept: {accept}\n";

function errorOf(bytes: Uint8Array, cuts: readonly number[]): unknown {
  const handshake = new Handshake(request);
  try {
    feed(handshake, bytes, cuts);
  } catch (error) {
    // What was read of a refused answer is stray: all of it.
    if (cuts.length === 0) expect(handshake.bytesDown).toBe(bytes.length);
    return error;
  }
  return undefined;
}

describe("Handshake", () => {
  it("asks as RFC 6455 says", () => {
    const { request: text, bytesUp } = new Handshake(request);

    expect(text.split("\r\n")).toEqual([
      "GET /websocket?after=0 HTTP/1.1",
      "Host: a",
      "Upgrade: websocket",
      "Connection: Upgrade",
      `Sec-WebSocket-Key: ${KEY}`,
      "Sec-WebSocket-Version: 13",
      "",
      "",
    ]);
    expect(bytesUp).toBe(text.length);
  });

  it("expects the accept value of the example in RFC 6455, 1.3", () => {
    expect(acceptOf(KEY)).toBe("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
  });

  it("takes a new key of 16 bytes for each connection", () => {
    const keys = [1, 2].map(() => {
      const { request: text } = new Handshake({ target: "/", headers: "Host: a\r\n" });
      return /Sec-WebSocket-Key: (.*)\r/.exec(text)?.[1] ?? "";
    });

    expect(keys.map((key) => Buffer.from(key, "base64").length)).toEqual([16, 16]);
    expect(keys[0]).not.toBe(keys[1]);
  });

  it.each(["lean", "browser"] as const)("is accepted by a ws server with %s headers", async (profile) => {
    const server = new WebSocketServer({ port: 0, host: "127.0.0.1", perMessageDeflate: false });
    await once(server, "listening");
    server.on("connection", (client) => client.send("first"));
    const { port } = server.address() as AddressInfo;
    const headers = requestHeaders(profile, 0).handshake(`127.0.0.1:${port}`);
    const handshake = new Handshake({ target: "/", headers });
    const socket = connect(port, "127.0.0.1");
    socket.write(handshake.request, "latin1");

    const received: Buffer[] = [];
    let after = -1;
    for await (const bytes of socket as AsyncIterable<Buffer>) {
      received.push(bytes);
      if (after < 0) after = handshake.read(bytes, 0, bytes.length);
      // A text frame of 5 bytes.
      if (after >= 0 && Buffer.concat(received).length === handshake.bytesDown + 7) break;
    }

    const all = Buffer.concat(received);
    expect(all.subarray(handshake.bytesDown).toString("latin1")).toBe("\x81\x05first");
    expect(all.subarray(0, handshake.bytesDown).toString("latin1")).toMatch(/\r\n\r\n$/);
    server.close();
  });

  it("tells where the frames begin, wherever the answer is split", () => {
    const bytes = answerTo(`${UPGRADE}${ACCEPT}\n\x81\x05first`)(KEY);
    const head = bytes.length - 7;
    for (let cut = 0; cut < bytes.length; cut++) {
      const handshake = new Handshake(request);

      const first = handshake.read(bytes, 0, cut);
      const after = first >= 0 ? first : handshake.read(bytes, cut, bytes.length);

      expect([after, handshake.bytesDown, first >= 0]).toEqual([head, head, cut >= head]);
    }
  });

  it.each([
    ["as ws answers", `${UPGRADE}${ACCEPT}\n`],
    [
      "in another order and case",
      `HTTP/1.1 101 \n${ACCEPT.toUpperCase().replace("{ACCEPT}", "{accept}")}connection: upgrade\nUPGRADE: WebSocket\n\n`,
    ],
    [
      "with more connection options",
      `HTTP/1.1 101 x\nUpgrade: websocket\nConnection: keep-alive, Upgrade\n${ACCEPT}\n`,
    ],
    ["with other headers", `${UPGRADE}${ACCEPT}Server: x\nSet-Cookie: y\n\n`],
  ])("accepts an answer %s, as ws does", async (_name, text) => {
    expect(await wsAccepts(answerTo(text))).toBe(true);

    const bytes = answerTo(text)(KEY);
    for (const cuts of [[], everyByte(bytes)]) expect(errorOf(bytes, cuts)).toBeUndefined();
  });

  it.each([
    ["no accept value", `${UPGRADE}\n`, "Sec-WebSocket-Accept is absent"],
    [
      "another accept value",
      `${UPGRADE}Sec-WebSocket-Accept: AAAA\n\n`,
      'Sec-WebSocket-Accept is "AAAA", not',
    ],
    ["two accept values", `${UPGRADE}${ACCEPT}Sec-WebSocket-Accept: AAAA\n\n`, "AAAA"],
    ["no Upgrade", `HTTP/1.1 101 x\nConnection: Upgrade\n${ACCEPT}\n`, "Upgrade is absent"],
    [
      "another protocol",
      `HTTP/1.1 101 x\nUpgrade: h2c\nConnection: Upgrade\n${ACCEPT}\n`,
      'Upgrade is "h2c"',
    ],
    ["no Connection", `HTTP/1.1 101 x\nUpgrade: websocket\n${ACCEPT}\n`, "Connection is absent"],
    [
      "another Connection",
      `HTTP/1.1 101 x\nUpgrade: websocket\nConnection: close\n${ACCEPT}\n`,
      'Connection is "close"',
    ],
    ["a subprotocol", `${UPGRADE}${ACCEPT}Sec-WebSocket-Protocol: chat\n\n`, 'subprotocol "chat"'],
    ["an empty list of extensions", `${UPGRADE}${ACCEPT}Sec-WebSocket-Extensions: \n\n`, 'the extension ""'],
    ["an unknown extension", `${UPGRADE}${ACCEPT}Sec-WebSocket-Extensions: foo\n\n`, 'the extension "foo"'],
    ["a malformed head", `${UPGRADE}${ACCEPT}x y\n\n`, "byte 0x20 in a header name"],
    ["garbage", "hello\n\n", "byte 0x68 'h' where \"HTTP/1.1\" was due"],
  ])("refuses an answer with %s, as ws does, wherever it is split", async (_name, text, message) => {
    expect(await wsAccepts(answerTo(text))).toBe(false);

    const bytes = answerTo(text)(KEY);
    const whole = errorOf(bytes, []);
    expect(whole).toMatchObject({ code: "WIRE", message: expect.stringContaining(message) });
    for (const cuts of everySplit(bytes)) expect(errorOf(bytes, cuts)).toEqual(whole);
  });

  it("refuses compression, which ws would read and this client does not", () => {
    const bytes = answerTo(`${UPGRADE}${ACCEPT}Sec-WebSocket-Extensions: permessage-deflate\n\n`)(KEY);

    expect(errorOf(bytes, [])).toMatchObject({ message: expect.stringContaining("permessage-deflate") });
  });

  it.each([
    [410, "HTTP/1.1 410 Gone\nContent-Length: 2\n\n42", "refused the WebSocket handshake: 410 Gone"],
    [503, "HTTP/1.1 503 Service Unavailable\n\n", "refused the WebSocket handshake: 503 Service Unavailable"],
    [200, "HTTP/1.0 200\n\n", "refused the WebSocket handshake: 200"],
  ])("names the status %i that a server refuses with", async (status, text, message) => {
    expect(await wsAccepts(answerTo(text))).toBe(false);

    const error = errorOf(answerTo(text)(KEY), []);

    expect(error).toBeInstanceOf(HandshakeRefused);
    expect(error).toMatchObject({ status, code: "WIRE", message: expect.stringContaining(message) });
  });

  it("stops at a head without end", () => {
    const handshake = new Handshake(request);
    const line = Buffer.from(`X: ${"x".repeat(1000)}\r\n`);
    const start = Buffer.from("HTTP/1.1 101 x\r\n");
    handshake.read(start, 0, start.length);

    expect(() => {
      for (let i = 0; i < 100; i++) handshake.read(line, 0, line.length);
    }).toThrow("the answer's head is longer than 16384 bytes");
  });
});
