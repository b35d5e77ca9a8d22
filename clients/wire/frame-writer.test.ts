import { describe, expect, it } from "vitest";
import { binaryFrame, closeFrame, encodeFrame, pingFrame, pongFrame, textFrame } from "./frame-writer.ts";
import { OPCODE } from "./opcodes.ts";
import { wsReads } from "./testing/ws-frames.ts";

const asServer = { isServer: true };

describe("encodeFrame", () => {
  it("writes the masked example of RFC 6455, 5.7", () => {
    const frame = encodeFrame(OPCODE.text, Buffer.from("Hello"), Uint8Array.of(0x37, 0xfa, 0x21, 0x3d));

    expect(frame.toString("hex")).toBe("818537fa213d7f9f4d5158");
  });

  // The borders between the three forms of a length.
  it.each([0, 1, 125, 126, 65_535, 65_536])("writes %i bytes that ws reads back", async (length) => {
    const payload = Buffer.alloc(length, "0123456789é", "utf8");

    const frame = encodeFrame(OPCODE.binary, payload);

    expect(await wsReads(frame, asServer)).toEqual([["binary", payload.toString("latin1")]]);
  });

  it("masks each frame differently, past the end of a pool of masks", () => {
    const masks = Array.from({ length: 5000 }, () => pingFrame(Buffer.alloc(0)).toString("hex", 2, 6));

    expect(new Set(masks).size).toBeGreaterThan(4990);
  });

  it.each([OPCODE.ping, OPCODE.pong, OPCODE.close])("refuses a control frame (%i) of 126 bytes", (opcode) => {
    expect(() => encodeFrame(opcode, Buffer.alloc(126))).toThrow(
      "a control frame of 126 bytes; 125 are allowed",
    );
  });
});

describe("frames by kind", () => {
  it.each([
    [textFrame("žluťoučký"), ["text", Buffer.from("žluťoučký").toString("latin1")]],
    [binaryFrame(Uint8Array.of(255, 0)), ["binary", "\xff\0"]],
    [pingFrame(Buffer.from("p")), ["ping", "p"]],
    [pongFrame(Buffer.from("q")), ["pong", "q"]],
    [closeFrame(), ["close", 1000, ""]],
    [closeFrame(4410, "17"), ["close", 4410, "17"]],
  ])("say to ws what they mean (%#)", async (frame, event) => {
    expect(await wsReads(frame, asServer)).toEqual([event]);
  });
});
