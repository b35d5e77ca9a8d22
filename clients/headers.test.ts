import { describe, expect, it } from "vitest";
import { requestHeaders } from "./headers.ts";
import { Handshake } from "./wire/handshake.ts";

const HOST = "127.0.0.1:36981";

// Taken off the socket by scripts/capture-headers.mjs (HEADFUL=1), bytes as they came.
const CAPTURED_FETCH = `GET /polling?after=0 HTTP/1.1
Host: 127.0.0.1:36981
Connection: keep-alive
sec-ch-ua-platform: "Linux"
User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36
sec-ch-ua: "Not:A-Brand";v="8", "Chromium";v="156"
sec-ch-ua-mobile: ?0
Accept: */*
Sec-Fetch-Site: same-origin
Sec-Fetch-Mode: cors
Sec-Fetch-Dest: empty
Referer: http://127.0.0.1:36981/
Accept-Encoding: gzip, deflate, br, zstd
Accept-Language: en-US,en;q=0.9

`.replaceAll("\n", "\r\n");

const CAPTURED_HANDSHAKE = `GET /websocket?after=0 HTTP/1.1
Host: 127.0.0.1:36981
Connection: Upgrade
Pragma: no-cache
Cache-Control: no-cache
User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36
Upgrade: websocket
Origin: http://127.0.0.1:36981
Sec-WebSocket-Version: 13
Accept-Encoding: gzip, deflate, br, zstd
Accept-Language: en-US,en;q=0.9
Sec-WebSocket-Key: wMktk0HLZikpLhBPYsW0JA==
Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits

`.replaceAll("\n", "\r\n");

describe("requestHeaders", () => {
  it("sends with a poll exactly what the browser sent with fetch", () => {
    const headers = requestHeaders("browser", 0).fetch(HOST);

    expect(`GET /polling?after=0 HTTP/1.1\r\n${headers}\r\n`).toBe(CAPTURED_FETCH);
  });

  it("sends with a handshake the lines the browser sent, in as many bytes", () => {
    const headers = requestHeaders("browser", 0).handshake(HOST);
    const { request } = new Handshake({
      target: "/websocket?after=0",
      headers,
      key: "wMktk0HLZikpLhBPYsW0JA==",
    });

    expect(request.split("\r\n").sort()).toEqual(CAPTURED_HANDSHAKE.split("\r\n").sort());
    const captured = CAPTURED_HANDSHAKE.split("\r\n");
    const inOrder = headers.trimEnd().split("\r\n");
    expect(captured.filter((line) => inOrder.includes(line))).toEqual(inOrder);
  });

  it("sends nothing but Host when lean", () => {
    const lean = requestHeaders("lean", 0);

    expect(lean.fetch(HOST)).toBe(`Host: ${HOST}\r\n`);
    expect(lean.handshake(HOST)).toBe(`Host: ${HOST}\r\n`);
  });

  it.each([1, 7, 8, 9, 100, 4096])("adds a cookie whose value has %i bytes", (cookieBytes) => {
    for (const profile of ["lean", "browser"] as const) {
      const without = requestHeaders(profile, 0);
      const withCookie = requestHeaders(profile, cookieBytes);

      expect(withCookie.fetch(HOST).length - without.fetch(HOST).length).toBe(cookieBytes + 10);
      expect(withCookie.handshake(HOST).length - without.handshake(HOST).length).toBe(cookieBytes + 10);
      expect(/^Cookie: (.*)\r$/m.exec(withCookie.fetch(HOST))?.[1]).toHaveLength(cookieBytes);
    }
  });
});
