import { describe, expect, it } from "vitest";
import { random } from "../../core/random.ts";
import { FrameReader, type FrameReaderOptions } from "./frame-reader.ts";
import { everyByte, everySplit, feed } from "./testing/feed.ts";
import { type FrameSpec, serverFrame } from "./testing/server-frame.ts";
import { type FrameEvent, wsReads } from "./testing/ws-frames.ts";

const frames = (...specs: readonly FrameSpec[]): Buffer => Buffer.concat(specs.map(serverFrame));

/** Collects what a reader tells, payloads copied, and counts the bytes told. */
class Frames {
  readonly events: FrameEvent[] = [];
  told = 0;

  message(isText: boolean, bytes: Uint8Array, start: number, end: number, framingBytes: number): void {
    this.#add(isText ? "text" : "binary", bytes, start, end, framingBytes);
  }

  ping(bytes: Uint8Array, start: number, end: number, framingBytes: number): void {
    this.#add("ping", bytes, start, end, framingBytes);
  }

  pong(bytes: Uint8Array, start: number, end: number, framingBytes: number): void {
    this.#add("pong", bytes, start, end, framingBytes);
  }

  close(code: number, reason: string, totalBytes: number): void {
    this.events.push(["close", code, reason]);
    this.told += totalBytes;
  }

  #add(kind: string, bytes: Uint8Array, start: number, end: number, framingBytes: number): void {
    this.events.push([kind, Buffer.from(bytes.subarray(start, end)).toString("latin1")]);
    this.told += framingBytes + end - start;
  }
}

function weRead(bytes: Uint8Array, cuts: readonly number[], options?: FrameReaderOptions): FrameEvent[] {
  const handler = new Frames();
  try {
    feed(new FrameReader(handler, options), bytes, cuts);
  } catch (error) {
    expect(error).toMatchObject({ code: "WIRE", message: expect.stringContaining("WebSocket: ") });
    handler.events.push(["refused"]);
  }
  return handler.events;
}

describe("FrameReader", () => {
  it.each<[string, FrameSpec[]]>([
    ["a text", [{ opcode: 1, payload: "hello" }]],
    ["an empty text", [{ opcode: 1 }]],
    ["a text beyond ASCII", [{ opcode: 1, payload: "žluťoučký 🐎" }]],
    ["binary that is no text", [{ opcode: 2, payload: Uint8Array.of(0xff, 0x00, 0xc3) }]],
    // The borders between the three forms of a length.
    ["125 bytes", [{ opcode: 1, payload: "x".repeat(125) }]],
    ["126 bytes", [{ opcode: 1, payload: "x".repeat(126) }]],
    ["200 bytes beyond ASCII", [{ opcode: 1, payload: "é".repeat(100) }]],
    ["a length in more bytes than it needs", [{ opcode: 1, payload: "hi", lengthBytes: 8 }]],
    ["several messages", [{ opcode: 1, payload: "a" }, { opcode: 2, payload: "b" }, { opcode: 1 }]],
    [
      "a fragmented message",
      [
        { opcode: 1, payload: "one ", fin: false },
        { opcode: 0, payload: "two ", fin: false },
        { opcode: 0, payload: "three" },
      ],
    ],
    [
      "a character cut in two by fragments",
      [
        { opcode: 1, payload: Uint8Array.of(0xc5), fin: false },
        { opcode: 0, payload: Uint8Array.of(0xbe) },
      ],
    ],
    [
      "empty fragments",
      [
        { opcode: 2, fin: false },
        { opcode: 0, fin: false },
        { opcode: 0, payload: "x" },
      ],
    ],
    [
      "control frames between fragments",
      [
        { opcode: 1, payload: "a", fin: false },
        { opcode: 9, payload: "ping" },
        { opcode: 0, payload: "b", fin: false },
        { opcode: 10 },
        { opcode: 0, payload: "c" },
      ],
    ],
    ["the longest ping", [{ opcode: 9, payload: "p".repeat(125) }]],
    ["a close without a code", [{ opcode: 8 }]],
    ["a close with a code", [{ opcode: 8, payload: Uint8Array.of(0x03, 0xe8) }]],
    ["a close with a reason", [{ opcode: 8, payload: Buffer.from("\x11\x3a17é", "latin1").subarray(0, 4) }]],
  ])("reads %s as ws does, split anywhere, and tells every byte once", async (_name, specs) => {
    const bytes = frames(...specs);
    const reference = await wsReads(bytes);
    expect(reference).not.toContainEqual(["refused"]);

    for (const cuts of everySplit(bytes)) {
      const handler = new Frames();
      const reader = new FrameReader(handler);

      feed(reader, bytes, cuts);

      expect(handler.events).toEqual(reference);
      expect([handler.told, reader.pendingBytes]).toEqual([bytes.length, 0]);
    }
  });

  it("counts what is not complete as pending, at every byte", () => {
    const bytes = frames(
      { opcode: 1, payload: "a", fin: false },
      { opcode: 9, payload: "ping" },
      { opcode: 0, payload: "b".repeat(130) },
      { opcode: 1, payload: "c" },
    );
    for (let end = 0; end <= bytes.length; end++) {
      const handler = new Frames();
      const reader = new FrameReader(handler);

      reader.read(bytes, 0, end);

      expect(handler.told + reader.pendingBytes).toBe(end);
    }
  });

  it("reads nothing after a close, as ws does, and leaves it pending", async () => {
    const bytes = frames({ opcode: 8 }, { opcode: 3, payload: "whatever" });
    const reference = await wsReads(bytes);
    for (const cuts of everySplit(bytes)) {
      const handler = new Frames();
      const reader = new FrameReader(handler);

      feed(reader, bytes, cuts);

      expect(handler.events).toEqual(reference);
      expect([handler.told, reader.pendingBytes]).toEqual([2, bytes.length - 2]);
    }
  });

  it.each([65_535, 65_536, 70_000])("reads %i bytes as ws does", async (length) => {
    const bytes = frames({ opcode: 1, payload: "x".repeat(length) });
    const reference = await wsReads(bytes);

    for (const cuts of [[], [1], [5], [9], [10], [11], [12, 30_000], [bytes.length - 1]]) {
      expect(weRead(bytes, cuts)).toEqual(reference);
    }
  });

  it.each<[string, FrameSpec[]]>([
    // RSV bits belong to extensions, and none was agreed on.
    ["RSV1", [{ opcode: 1, rsv: 4 }]],
    ["RSV2", [{ opcode: 1, rsv: 2 }]],
    ["RSV3", [{ opcode: 9, rsv: 1 }]],
    [
      "RSV1 in a continuation",
      [
        { opcode: 1, fin: false },
        { opcode: 0, rsv: 4 },
      ],
    ],
    ["a masked frame", [{ opcode: 1, payload: "maskhello", masked: true, announce: 5n }]],
    // Opcodes without a meaning.
    ...[3, 4, 5, 6, 7, 11, 12, 13, 14, 15].map((opcode): [string, FrameSpec[]] => [
      `opcode ${opcode}`,
      [{ opcode }],
    ]),
    // Fragments out of order.
    ["a continuation of nothing", [{ opcode: 0, payload: "x" }]],
    ["a continuation after the last", [{ opcode: 1, fin: false }, { opcode: 0 }, { opcode: 0 }]],
    ["a message inside another", [{ opcode: 1, fin: false }, { opcode: 1 }]],
    ["binary inside a text", [{ opcode: 1, fin: false }, { opcode: 2 }]],
    // Control frames are short and whole.
    ["a fragmented ping", [{ opcode: 9, fin: false }]],
    ["a fragmented close", [{ opcode: 8, fin: false }]],
    ["a ping of 126 bytes", [{ opcode: 9, payload: "x".repeat(126) }]],
    ["a pong with a 64-bit length", [{ opcode: 10, lengthBytes: 8 }]],
    ["half a close code", [{ opcode: 8, payload: "\x03" }]],
    ...[0, 999, 1004, 1005, 1006, 1015, 2999, 5000, 65_535].map((code): [string, FrameSpec[]] => [
      `close code ${code}`,
      [{ opcode: 8, payload: Uint8Array.of(code >> 8, code & 255) }],
    ]),
    ["a close reason that is no text", [{ opcode: 8, payload: Uint8Array.of(0x03, 0xe8, 0xff) }]],
    // Text that is none.
    ["a byte that is no UTF-8", [{ opcode: 1, payload: Uint8Array.of(0x61, 0xff) }]],
    ["an unfinished character", [{ opcode: 1, payload: Uint8Array.of(0xe2, 0x82) }]],
    ["an overlong character", [{ opcode: 1, payload: Uint8Array.of(0xc0, 0x80) }]],
    ["a surrogate", [{ opcode: 1, payload: Uint8Array.of(0xed, 0xa0, 0x80) }]],
    ["a long text that is none", [{ opcode: 1, payload: Buffer.alloc(300, 0xbf) }]],
    // Longer than allowed: said before anything of it is kept.
    ["a message of 1,001 bytes", [{ opcode: 1, payload: "x".repeat(1001) }]],
    ["an announced 2^63", [{ opcode: 2, announce: 2n ** 63n }]],
    ["an announced 2^64 − 1", [{ opcode: 2, announce: 2n ** 64n - 1n }]],
    [
      "fragments that add up to 1,001 bytes",
      [
        { opcode: 1, payload: "x".repeat(600), fin: false },
        { opcode: 0, payload: "x".repeat(401) },
      ],
    ],
  ])("refuses %s as ws does, wherever it is split", async (_name, specs) => {
    // The tail gives ws, which waits for a second byte, something to refuse.
    const bytes = Buffer.concat([frames(...specs), Buffer.alloc(2)]);
    const reference = await wsReads(bytes, { maxPayload: 1000 });
    expect(reference.at(-1)).toEqual(["refused"]);

    for (const cuts of everySplit(bytes)) {
      expect(weRead(bytes, cuts, { maxPayloadBytes: 1000 })).toEqual(reference);
    }
  });

  it("refuses a message announced too long before any of it arrives", () => {
    const header = frames({ opcode: 2, announce: 2n ** 40n });

    expect(() => new FrameReader(new Frames()).read(header, 0, header.length)).toThrow(
      "a message is longer than the 16777216 bytes allowed",
    );
  });

  it("makes of damaged and random frames what ws makes of them", async () => {
    const source = random(5, "frames");
    const opcodes = [1, 1, 2, 0, 0, 8, 9, 10];
    let read = 0;
    let refused = 0;
    for (let round = 0; round < 400; round++) {
      const specs = Array.from({ length: 1 + source.below(5) }, (): FrameSpec => {
        const opcode = opcodes[source.below(opcodes.length)]!;
        const payload =
          opcode === 8 ? "\x03\xe8ok" : "é".repeat(source.below(source.below(8) === 0 ? 100 : 8));
        return {
          opcode,
          payload: Buffer.from(payload, opcode === 8 ? "latin1" : "utf8"),
          fin: opcode > 7 || source.below(3) > 0,
        };
      });
      const bytes = frames(...specs);
      if (source.below(2) === 0) bytes[source.below(bytes.length)]! ^= 1 << source.below(8);
      const reference = await wsReads(bytes, { maxPayload: 70_000 });
      // A lone last byte may already be wrong to us; ws looks at it only with the next one.
      const waits = weRead(bytes.subarray(0, bytes.length - 1), []).at(-1)?.[0] !== "refused";

      const ours = weRead(bytes, [], { maxPayloadBytes: 70_000 });

      expect(weRead(bytes, everyByte(bytes), { maxPayloadBytes: 70_000 })).toEqual(ours);
      if (waits && ours.at(-1)?.[0] === "refused" && reference.at(-1)?.[0] !== "refused") ours.pop();
      expect(ours).toEqual(reference);
      if (reference.at(-1)?.[0] === "refused") refused++;
      else read++;
    }
    expect([read > 50, refused > 50]).toEqual([true, true]);
  });

  it("hands a message over where it lies when one read holds it", () => {
    const bytes = frames({ opcode: 1, payload: "a" }, { opcode: 1, payload: "b".repeat(300) });
    const seen: Uint8Array[] = [];
    const reader = new FrameReader(
      Object.assign(new Frames(), { message: (_: boolean, b: Uint8Array) => seen.push(b) }),
    );

    reader.read(bytes, 0, bytes.length);

    expect(seen).toHaveLength(2);
    expect(seen.every((b) => b === bytes)).toBe(true);
  });

  it("takes any bytes for text when its user compares them itself", () => {
    const bytes = frames({ opcode: 1, payload: Uint8Array.of(0xff) });

    expect(weRead(bytes, [], { validateUtf8: false })).toEqual([["text", "\xff"]]);
  });
});

describe("FrameReader between connections", () => {
  it("starts afresh after a reset in the middle of a fragmented message", () => {
    const handler = new Frames();
    const reader = new FrameReader(handler);
    feed(
      reader,
      frames({ opcode: 1, payload: "old", fin: false }, { opcode: 9, payload: "half", announce: 9n }),
      [],
    );

    reader.reset();

    expect(reader.pendingBytes).toBe(0);
    feed(reader, frames({ opcode: 1, payload: "new" }), []);
    expect(handler.events).toEqual([["text", "new"]]);
  });

  it("drops the rest of a read when it is reset from inside a message", () => {
    const bytes = frames({ opcode: 1, payload: "a" }, { opcode: 1, payload: "b" });
    let messages = 0;
    const reader: FrameReader = new FrameReader(
      Object.assign(new Frames(), {
        message() {
          messages++;
          reader.reset();
        },
      }),
    );

    reader.read(bytes, 0, bytes.length);

    expect([messages, reader.pendingBytes]).toEqual([1, 0]);
  });

  it("keeps a message that its handler refuses among the pending bytes", () => {
    const bytes = frames({ opcode: 1, payload: "a" }, { opcode: 1, payload: "b" });
    const reader = new FrameReader(
      Object.assign(new Frames(), {
        message() {
          throw new Error("not mine");
        },
      }),
    );

    expect(() => reader.read(bytes, 0, bytes.length)).toThrow("not mine");

    expect(reader.pendingBytes).toBe(bytes.length);
    expect(() => reader.read(bytes, 0, 1)).toThrow("nothing can be read after malformed bytes");
  });
});
