import { readSeq } from "../core/envelope.ts";
import {
  type ClientContext,
  type ClientHalf,
  type ClientTransport,
  WEBSOCKET_GONE,
} from "../core/transport.ts";
import type { Bytes } from "../core/units.ts";
import { Addresses } from "./addresses.ts";
import { ClientGroup } from "./group.ts";
import { Subscriber } from "./subscriber.ts";
import { wireError } from "./wire/errors.ts";
import { FrameReader } from "./wire/frame-reader.ts";
import { closeFrame, pongFrame } from "./wire/frame-writer.ts";
import { Handshake } from "./wire/handshake.ts";

/** What a close frame without a code is reported as (RFC 6455, 7.1.5). */
const NO_CODE = 1005;

/** WebSocket: one socket, one text frame per event. */
export const websocket = {
  name: "websocket",
  create(context): ClientHalf {
    const addresses = new Addresses(context.url);
    const headers = context.headers.handshake(new URL(context.url).host);
    return new ClientGroup(context.clients, (client) => {
      return new WebSocketClient(context, client, addresses, headers);
    });
  },
} satisfies ClientTransport;

class WebSocketClient extends Subscriber {
  readonly #headers: string;
  // The audit compares every byte with the stream, which is ASCII: checking UTF-8 would check it twice.
  readonly #frames = new FrameReader(this, { validateUtf8: false });
  #handshake: Handshake | undefined;

  constructor(context: ClientContext, client: number, addresses: Addresses, headers: string) {
    super(context, client, addresses);
    this.#headers = headers;
  }

  override connected(): void {
    this.#handshake = new Handshake({ target: `/websocket?after=${this.cursor}`, headers: this.#headers });
    this.connection?.write(this.#handshake.request);
  }

  /** An event: the frame reader calls this. */
  message(isText: boolean, bytes: Uint8Array, start: number, end: number, framingBytes: Bytes): void {
    if (!isText) throw wireError("the server sent a binary message where events are text");
    const seq = readSeq(bytes, start, end);
    if (seq > this.cursor) this.cursor = seq;
    this.context.observer.event(this.client, bytes, start, end, framingBytes);
  }

  ping(bytes: Uint8Array, start: number, end: number, framingBytes: Bytes): void {
    this.#answer(pongFrame(bytes.subarray(start, end)), end - start + framingBytes);
  }

  pong(_bytes: Uint8Array, start: number, end: number, framingBytes: Bytes): void {
    this.context.observer.controlled(this.client, 0, end - start + framingBytes);
  }

  /** The server closes: answers, and resumes from where the server's log still reaches to when told so. */
  close(code: number, reason: string, totalBytes: Bytes): void {
    this.#answer(code === NO_CODE ? closeFrame() : closeFrame(code), totalBytes);
    if (code === WEBSOCKET_GONE) {
      const oldest = Number(reason);
      if (!(oldest >= 1)) throw wireError(`the server closed with ${code} without the oldest cursor it has`);
      this.context.observer.gone(this.client, oldest);
      this.cursor = oldest - 1;
    }
    this.connection?.end();
  }

  /** Answers a control frame of `bytes` with another, if it can still be sent. */
  #answer(frame: Uint8Array, bytes: Bytes): void {
    const sent = this.connection?.write(frame) === true;
    this.context.observer.controlled(this.client, sent ? frame.length : 0, bytes);
  }

  protected override read(buffer: Buffer, end: number): void {
    let start = 0;
    if (this.#handshake !== undefined) {
      start = this.#handshake.read(buffer, 0, end);
      if (start < 0) return;
      const { bytesUp, bytesDown } = this.#handshake;
      this.#handshake = undefined;
      this.stands(bytesUp, bytesDown);
      this.works();
    }
    if (start < end) this.#frames.read(buffer, start, end);
  }

  protected override reset(): void {
    this.#handshake = undefined;
    this.#frames.reset();
  }

  protected override get pendingBytes(): Bytes {
    return this.#handshake?.bytesDown ?? this.#frames.pendingBytes;
  }

  protected override get unansweredBytes(): Bytes {
    return this.#handshake?.bytesUp ?? 0;
  }
}
