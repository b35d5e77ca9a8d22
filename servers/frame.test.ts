import { once } from "node:events";
import type { Writable } from "node:stream";
import { describe, expect, it } from "vitest";
import * as ws from "ws";
import { textFrame } from "./frame.ts";

/** The reader of the reference implementation; its types leave it out. */
const { Receiver } = ws as unknown as {
  Receiver: new (options: { isServer: boolean; skipUTF8Validation: boolean }) => Writable;
};

describe("a text frame from the server", () => {
  it.each([
    [0, 2, [0x81, 0]], // nothing at all
    [64, 66, [0x81, 64]],
    [125, 127, [0x81, 125]], // the last with a 7-bit length
    [126, 130, [0x81, 126, 0, 126]], // the first with a 16-bit length
    [1000, 1004, [0x81, 126, 0x03, 0xe8]],
    [65_535, 65_539, [0x81, 126, 0xff, 0xff]], // the last with a 16-bit length
    [65_536, 65_546, [0x81, 127, 0, 0, 0, 0, 0, 1, 0, 0]], // the first with a 64-bit length
  ])("of a payload of %d bytes has %d bytes", (payloadBytes, frameBytes, header) => {
    const payload = Buffer.alloc(payloadBytes, "x");

    const frame = textFrame(payload);

    expect(frame.length).toBe(frameBytes);
    expect([...frame.subarray(0, header.length)]).toEqual(header);
    expect(frame.subarray(header.length).equals(payload)).toBe(true);
  });

  it.each([0, 1, 125, 126, 65_535, 65_536, 100_000])(
    "of %d bytes is read by ws as it was",
    async (length) => {
      const payload = Buffer.alloc(length, "é");
      const receiver = new Receiver({ isServer: false, skipUTF8Validation: true });
      const message = once(receiver, "message") as Promise<[Buffer, boolean]>;

      receiver.write(textFrame(payload));

      const [data, isBinary] = await message;
      expect(data.equals(payload)).toBe(true);
      expect(isBinary).toBe(false);
    },
  );
});
