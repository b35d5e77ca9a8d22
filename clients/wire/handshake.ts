import { createHash, randomBytes } from "node:crypto";
import type { Bytes } from "../../core/units.ts";
import { HandshakeRefused, wireError } from "./errors.ts";
import { Gather } from "./gather.ts";
import { HeadReader } from "./head-reader.ts";

/** What a WebSocket opening handshake asks for. */
export interface HandshakeRequest {
  /** Path and query: `/websocket?after=0`. */
  readonly target: string;
  /** Header lines, Host included, each ended by CRLF; without those that the handshake itself adds. */
  readonly headers: string;
  /** `Sec-WebSocket-Key`; a random one when absent. */
  readonly key?: string;
}

// RFC 6455, 1.3: what a server appends to the key to show that it speaks WebSocket.
const GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
const MAX_HEAD_BYTES: Bytes = 16 * 1024;

/**
 * A WebSocket opening handshake (RFC 6455, 4.1): the request, and the check of what comes back. An extension
 * or subprotocol in the answer is refused, even if the headers offered it: a browser's headers offer
 * compression, which this client does not read.
 */
export class Handshake {
  /** The whole request, Latin-1. */
  readonly request: string;
  readonly #accept: string;
  readonly #reader = new HeadReader();
  readonly #head = new Gather();
  #bytesDown = 0;

  constructor({ target, headers, key = randomBytes(16).toString("base64") }: HandshakeRequest) {
    this.request =
      `GET ${target} HTTP/1.1\r\n${headers}Upgrade: websocket\r\nConnection: Upgrade\r\n` +
      `Sec-WebSocket-Key: ${key}\r\nSec-WebSocket-Version: 13\r\n\r\n`;
    this.#accept = acceptOf(key);
  }

  /** Bytes of the request. */
  get bytesUp(): Bytes {
    return this.request.length;
  }

  /** Bytes of the answer: once it was accepted, of its head; until then, all that was read. */
  get bytesDown(): Bytes {
    return this.#bytesDown;
  }

  /**
   * Reads the answer from `start` to `end`. Returns where it ended, which is where the first frame begins, or
   * −1 when it goes on after `end`. Throws `HandshakeRefused` for another status than 101 and a wire error for
   * an answer that is malformed or agrees on something else.
   */
  read(bytes: Uint8Array, start: number, end: number): number {
    this.#bytesDown += end - start;
    const after = this.#reader.read(bytes, start, end);
    this.#head.append(bytes, start, after < 0 ? end : after);
    if (this.#head.length > MAX_HEAD_BYTES) fail(`the answer's head is longer than ${MAX_HEAD_BYTES} bytes`);
    if (after < 0) return -1;
    this.#check();
    this.#bytesDown = this.#head.length;
    return after;
  }

  #check(): void {
    const head = Buffer.from(this.#head.bytes.subarray(0, this.#head.length)).toString("latin1");
    const [statusLine = "", ...lines] = head.trimEnd().split("\r\n");
    const { status, minorVersion } = this.#reader;
    if (status !== 101) throw new HandshakeRefused(status, statusLine.slice("HTTP/1.1 101 ".length));
    if (minorVersion !== 1) fail("the answer is HTTP/1.0, which cannot switch protocols");

    const upgrade = valuesOf(lines, "upgrade");
    if (upgrade?.toLowerCase() !== "websocket") fail(`Upgrade is ${shown(upgrade)}, not websocket`);
    const connection = valuesOf(lines, "connection");
    if (
      !connection
        ?.toLowerCase()
        .split(/[\t ]*,[\t ]*/)
        .includes("upgrade")
    ) {
      fail(`Connection is ${shown(connection)}, not Upgrade`);
    }
    const accept = valuesOf(lines, "sec-websocket-accept");
    if (accept !== this.#accept) fail(`Sec-WebSocket-Accept is ${shown(accept)}, not ${this.#accept}`);
    const extensions = valuesOf(lines, "sec-websocket-extensions");
    if (extensions !== undefined)
      fail(`the server uses the extension ${shown(extensions)}, which this client does not read`);
    const protocol = valuesOf(lines, "sec-websocket-protocol");
    if (protocol !== undefined)
      fail(`the server chose the subprotocol ${shown(protocol)}, which nobody offered`);
  }
}

/** What `Sec-WebSocket-Accept` must be for a key. */
export function acceptOf(key: string): string {
  return createHash("sha1")
    .update(key + GUID)
    .digest("base64");
}

/** All values of a header, joined as RFC 9110, 5.3 says; `undefined` when it is absent. */
function valuesOf(lines: readonly string[], name: string): string | undefined {
  const values = lines.flatMap((line) => {
    const colon = line.indexOf(":");
    return line.slice(0, colon).toLowerCase() === name
      ? [line.slice(colon + 1).replace(/^[\t ]+|[\t ]+$/g, "")]
      : [];
  });
  return values.length === 0 ? undefined : values.join(", ");
}

const shown = (value: string | undefined): string => (value === undefined ? "absent" : `"${value}"`);

function fail(message: string): never {
  throw wireError(`WebSocket handshake: ${message}`);
}
