import { describe, expect, it } from "vitest";
import { BenchError } from "../core/errors.ts";
import { encodeIngest, IngestReader } from "./ingest.ts";

type Delivered = [tail: string, emitted: number];

const EVENTS: Delivered[] = [
  ['"id":1,"at":0,"data":"first"}', 123_456_789.25],
  ["", 0], // an empty tail is a frame too
  ['"id":2,"at":5,"data":"second"}', 2 ** 53 - 1],
];
const WIRE = Buffer.concat(EVENTS.map(([tail, emitted]) => encodeIngest(tail, emitted)));

function reading(): { reader: IngestReader; delivered: Delivered[] } {
  const delivered: Delivered[] = [];
  const reader = new IngestReader((tail, emitted) => delivered.push([tail.toString("latin1"), emitted]));
  return { reader, delivered };
}

describe("an ingest frame", () => {
  it("is the length of the rest, the moment of emission and the tail", () => {
    const frame = encodeIngest("ab", 1.5);
    expect(frame.toString("hex")).toBe("0000000a" + "3ff8000000000000" + "6162");
  });
});

describe("an ingest reader", () => {
  it("delivers every frame of one chunk in order, with its exact moment", () => {
    const { reader, delivered } = reading();
    reader.read(WIRE);
    expect(delivered).toEqual(EVENTS);
  });

  it("delivers the same wherever the bytes were cut in two", () => {
    for (let cut = 0; cut <= WIRE.length; cut++) {
      const { reader, delivered } = reading();
      reader.read(WIRE.subarray(0, cut));
      reader.read(WIRE.subarray(cut));
      expect(delivered, `cut at ${cut}`).toEqual(EVENTS);
    }
  });

  it("delivers the same byte by byte", () => {
    const { reader, delivered } = reading();
    for (const byte of WIRE) reader.read(Buffer.from([byte]));
    expect(delivered).toEqual(EVENTS);
  });

  it("delivers a frame no sooner than its last byte", () => {
    const { reader, delivered } = reading();
    const frame = encodeIngest("tail", 1);
    reader.read(frame.subarray(0, -1));
    expect(delivered).toEqual([]);
    reader.read(frame.subarray(-1));
    expect(delivered).toEqual([["tail", 1]]);
  });

  it.each([
    ["shorter than its own moment", 7],
    ["longer than any event", 4 * 1024 ** 2 + 1],
    ["absurd", 0xffff_ffff],
  ])("refuses a frame %s by its length alone", (_what, length) => {
    const { reader } = reading();
    const head = Buffer.alloc(4);
    head.writeUInt32BE(length);
    expect(() => reader.read(head)).toThrow(BenchError);
    expect(() => reader.read(head)).toThrow(String(length));
  });

  it("takes the largest event that a scenario may have", () => {
    const { reader, delivered } = reading();
    const tail = "x".repeat(1024 ** 2 + 100);
    reader.read(encodeIngest(tail, 1));
    expect(delivered).toEqual([[tail, 1]]);
  });
});
