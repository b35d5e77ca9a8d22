import { describe, expect, it } from "vitest";
import { BenchError } from "../core/errors.ts";
import { MAX_STREAM_EVENTS } from "../core/stream.ts";
import { encodeIngest, encodePreamble, IngestReader, TOLD_LATE } from "./ingest.ts";

type Heard = [tail: string, emitted: number] | "current";

const EVENTS: [tail: string, emitted: number][] = [
  ['"id":1,"at":0,"data":"first"}', 123_456_789.25],
  ["", TOLD_LATE], // an empty tail is a frame too
  ['"id":2,"at":5,"data":"second"}', 2 ** 53 - 1],
];
const FRAMES = Buffer.concat(EVENTS.map(([tail, emitted]) => encodeIngest(tail, emitted)));
/** A connection that begins with two of them told again. */
const WIRE = Buffer.concat([encodePreamble(2), FRAMES]);
const HEARD: Heard[] = [EVENTS[0]!, EVENTS[1]!, "current", EVENTS[2]!];

function reading(): { reader: IngestReader; heard: Heard[] } {
  const heard: Heard[] = [];
  const reader = new IngestReader({
    event: (tail, emitted) => heard.push([tail.toString("latin1"), emitted]),
    current: () => heard.push("current"),
  });
  return { reader, heard };
}

describe("an ingest connection", () => {
  it("begins with how many events are told again", () => {
    expect(encodePreamble(258).toString("hex")).toBe("00000102");
  });

  it("that tells nothing again is current at once", () => {
    const { reader, heard } = reading();
    reader.read(encodePreamble(0));
    expect(heard).toEqual(["current"]);
  });

  it("refuses more events than any stream has", () => {
    const { reader, heard } = reading();
    expect(() => reader.read(encodePreamble(MAX_STREAM_EVENTS + 1))).toThrow(/4000001 events again/);
    expect(heard).toEqual([]);
  });
});

describe("an ingest frame", () => {
  it("is the length of the rest, the moment of emission and the tail", () => {
    const frame = encodeIngest("ab", 1.5);
    expect(frame.toString("hex")).toBe("0000000a" + "3ff8000000000000" + "6162");
  });
});

describe("an ingest reader", () => {
  it("delivers every frame of one chunk in order, with its exact moment, and says when it is current", () => {
    const { reader, heard } = reading();
    reader.read(WIRE);
    expect(heard).toEqual(HEARD);
  });

  it("delivers the same wherever the bytes were cut in two", () => {
    for (let cut = 0; cut <= WIRE.length; cut++) {
      const { reader, heard } = reading();
      reader.read(WIRE.subarray(0, cut));
      reader.read(WIRE.subarray(cut));
      expect(heard, `cut at ${cut}`).toEqual(HEARD);
    }
  });

  it("delivers the same byte by byte", () => {
    const { reader, heard } = reading();
    for (const byte of WIRE) reader.read(Buffer.from([byte]));
    expect(heard).toEqual(HEARD);
  });

  it("delivers a frame no sooner than its last byte", () => {
    const { reader, heard } = reading();
    const frame = encodeIngest("tail", 1);
    reader.read(Buffer.concat([encodePreamble(1), frame.subarray(0, -1)]));
    expect(heard).toEqual([]);
    reader.read(frame.subarray(-1));
    expect(heard).toEqual([["tail", 1], "current"]);
  });

  it.each([
    ["shorter than its own moment", 7],
    ["longer than any event", 4 * 1024 ** 2 + 1],
    ["absurd", 0xffff_ffff],
  ])("refuses a frame %s by its length alone", (_what, length) => {
    const { reader } = reading();
    reader.read(encodePreamble(0));
    const head = Buffer.alloc(4);
    head.writeUInt32BE(length);
    expect(() => reader.read(head)).toThrow(BenchError);
    expect(() => reader.read(head)).toThrow(String(length));
  });

  it("takes the largest event that a scenario may have", () => {
    const { reader, heard } = reading();
    const tail = "x".repeat(1024 ** 2 + 100);
    reader.read(Buffer.concat([encodePreamble(0), encodeIngest(tail, 1)]));
    expect(heard).toEqual(["current", [tail, 1]]);
  });
});
