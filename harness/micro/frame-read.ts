import { type FrameHandler, FrameReader } from "../../clients/wire/frame-reader.ts";
import { textFrame } from "../../servers/frame.ts";
import type { MicroCase, Sides } from "./case.ts";
import { ENVELOPES } from "./events.ts";
import { Receiver } from "./ws.ts";

/** Takes messages: looks at the length and at one byte of each, and keeps them where that is asked for. */
class Messages implements FrameHandler {
  sum = 0;
  kept: string[] | undefined;

  message(_isText: boolean, bytes: Uint8Array, start: number, end: number): void {
    this.sum += end - start + bytes[start]!;
    this.kept?.push(Buffer.from(bytes.subarray(start, end)).toString("latin1"));
  }
  ping(): void {}
  pong(): void {}
  close(): void {}
}

/** Both readers on the same socket reads. Neither checks UTF-8: the clients compare every byte instead. */
function readers(reads: readonly Buffer[]): Sides {
  const messages = new Messages();
  const reader = new FrameReader(messages, { validateUtf8: false });
  const received = new Messages();
  const receiver = new Receiver({ isServer: false, skipUTF8Validation: true });
  receiver.on("message", (data: Buffer, isBinary: boolean) => {
    received.message(!isBinary, data, 0, data.length);
  });
  const side = (taker: Messages, read: (bytes: Buffer) => unknown) => ({
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
    operations: ENVELOPES.length,
    ours: side(messages, (bytes) => reader.read(bytes, 0, bytes.length)),
    reference: side(received, (bytes) => receiver.write(bytes)),
  };
}

/** Frames that come one at a time, as events do at most rates. */
export const frameRead = {
  operation: "one event's frame, a socket read each",
  reference: "ws Receiver",
  create: () => readers(ENVELOPES.map(textFrame)),
} satisfies MicroCase;

/** Frames that come in one read, as a backlog does. */
export const frameBurst = {
  operation: `one event's frame, ${ENVELOPES.length} in a socket read`,
  reference: "ws Receiver",
  create: () => readers([Buffer.concat(ENVELOPES.map(textFrame))]),
} satisfies MicroCase;
