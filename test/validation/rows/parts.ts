// What HTTP messages are made of, counted by hand; METHOD's figures are sums of these.

/**
 * `GET <target> HTTP/1.1 CRLF Host: <host> CRLF CRLF`: 4 + 11 + 6 + 2 + 2 = 25 bytes besides the two. RFC 9112
 * needs no more: request line (3), Host (3.2), an empty line (2.1).
 */
export const leanGetBytes = (target: string, host: string): number => 25 + target.length + host.length;

/** A server's address as a cell's clients name it: ports given out by the system have five digits. */
export const HOST = "127.0.0.1:40000";

/** `Date: Fri, 21 Nov 2025 10:00:00 GMT` 37, `Connection: keep-alive` 24, `Keep-Alive: timeout=72` 24, the empty line 2. */
const EVERY_HEAD = 37 + 24 + 24 + 2;

/** Fastify 5's `204`: the status line `HTTP/1.1 204 No Content` 25 and what every head has, 112. */
export const EMPTY_ANSWER_BYTES = 25 + EVERY_HEAD;

/**
 * Head of Fastify 5's `200`: the status line 17, `content-type: <type>` 16 + the type, `content-length: <n>` 18 +
 * its digits, each with its CRLF, and what every head has.
 */
export const okHeadBytes = (type: string, length: number): number =>
  17 + (16 + type.length) + (18 + String(length).length) + EVERY_HEAD;

export const JSON_TYPE = "application/json; charset=utf-8";
export const TEXT_TYPE = "text/plain; charset=utf-8";

/** The product's answer with one event: a JSON array, so two brackets around the envelope. */
export const oneEventAnswerBytes = (envelope: number): number =>
  okHeadBytes(JSON_TYPE, envelope + 2) + envelope + 2;

/**
 * A `ws` client's handshake: `GET <target> HTTP/1.1` 15 + target with its CRLF, `Sec-WebSocket-Version: 13` 27,
 * `Sec-WebSocket-Key: <24>` 45, `Connection: Upgrade` 21, `Upgrade: websocket` 20, `Host: <host>` 8 + host, the
 * empty line 2: 138 + host + target. With a host of 15 bytes that is METHOD's 153 + path. The product's lean
 * client sends the same lines in another order.
 */
export const handshakeUpBytes = (target: string, host: string): number => 138 + host.length + target.length;

/**
 * The answer: `HTTP/1.1 101 Switching Protocols` 34, `Upgrade: websocket` 20, `Connection: Upgrade` 21,
 * `Sec-WebSocket-Accept: <28>` 52, the empty line 2.
 */
export const HANDSHAKE_DOWN_BYTES = 34 + 20 + 21 + 52 + 2;

/** A text frame from a server: 2 bytes of header, 4 from 126 bytes of payload on, 10 from 65,536 on (RFC 6455, 5.2). */
export const frameBytes = (payload: number): number =>
  payload + (payload < 126 ? 2 : payload < 65_536 ? 4 : 10);

/** IPv4 20, TCP 20, the timestamps option 12: what each packet costs on the network besides the stream's bytes. */
export const PACKET_BYTES = 52;
