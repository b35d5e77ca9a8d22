import { describe, expect, it } from "vitest";
import { EventStream, payload, StreamDigest, type StreamSpec, streamBytes, streamHash } from "./stream.ts";

const POISSON: StreamSpec = { seed: 1, arrivals: "poisson", rate: 4, payloadBytes: 160, spanMs: 8000 };
const PERIODIC: StreamSpec = { ...POISSON, arrivals: "periodic" };

describe("the stream of a spec", () => {
  // The hashes were computed a second time by an independent program in another language.
  it.each([
    ["periodic", PERIODIC, 32, "sha256:359f5355a3d54821a2988301e467504067b2c034b12681a1134f4fd420e89e8b"],
    ["poisson", POISSON, 26, "sha256:53177a2a2dbf77984442cb5bf7aee98c67daeebbc10ba8636a17573cdbf98f4e"],
  ])("with %s arrivals has these bytes on every machine", (_arrivals, spec, events, hash) => {
    const stream = new EventStream(spec);
    expect(stream.events).toBe(events);
    expect(streamHash(stream)).toBe(hash);
  });

  it.each([
    ["seed", { seed: 2 }],
    ["rate", { rate: 5 }],
    ["payload size", { payloadBytes: 161 }],
    ["span", { spanMs: 16_000 }],
    ["arrivals", { arrivals: "periodic" }],
  ] as const)("has other bytes with another %s", (_what, change) => {
    const one = streamHash(new EventStream(POISSON));
    const other = streamHash(new EventStream({ ...POISSON, ...change }));
    expect(other).not.toBe(one);
  });

  it("gives each event a cursor equal to its id, its due time and its payload", () => {
    const stream = new EventStream(PERIODIC);
    expect(JSON.parse(stream.envelope(3))).toEqual({
      seq: 3,
      id: 3,
      at: 500_000_000,
      data: payload(1, 3, 160),
    });
    expect(stream.envelope(3)).toBe(`{"seq":3,${stream.tail(3)}`);
  });

  it("knows the length of every envelope without making it, over changes of digits", () => {
    const stream = new EventStream({ ...POISSON, rate: 200, payloadBytes: 7 });
    for (let id = 1; id <= stream.events; id++) {
      expect(stream.lengthOf(id)).toBe(Buffer.byteLength(stream.envelope(id)));
    }
  });

  it.each([
    [0, 1], // the start: every event
    [500_000_000, 3], // exactly when the third is due
    [500_000_001, 4], // just after it
    [7_750_000_000, 32], // the last one
    [8_000_000_000, 33], // after all of them
  ])("from %d ns on has event %d first", (at, id) => {
    expect(new EventStream(PERIODIC).firstDueFrom(at)).toBe(id);
  });

  it("may be empty", () => {
    const stream = new EventStream({ ...POISSON, spanMs: 0 });
    expect(stream.events).toBe(0);
    expect(stream.firstDueFrom(0)).toBe(1);
    expect(streamBytes(stream).bytes.length).toBe(0);
    expect(streamHash(stream)).toBe(new StreamDigest().finish());
  });
});

describe("a payload", () => {
  it.each([0, 1, 5, 6, 160, 1000])("of %d bytes has that length in JSON too", (length) => {
    const text = payload(1, 1, length);
    expect(Buffer.byteLength(JSON.stringify(text))).toBe(length + 2);
    expect(text).toMatch(/^[A-Za-z0-9_-]*$/);
  });

  it("of an event differs from every other event's", () => {
    const texts = new Set(Array.from({ length: 1000 }, (_, i) => payload(1, i + 1, 16)));
    expect(texts.size).toBe(1000);
  });
});

describe("streamBytes", () => {
  it("has every envelope where its offsets say", () => {
    const stream = new EventStream(POISSON);
    const { bytes, offsets } = streamBytes(stream);
    for (let id = 1; id <= stream.events; id++) {
      expect(bytes.toString("latin1", offsets[id - 1]!, offsets[id]!)).toBe(stream.envelope(id));
    }
    expect(offsets.length).toBe(stream.events + 1);
    expect(bytes.length).toBe(offsets[stream.events]);
  });
});

describe("StreamDigest", () => {
  it("tells order, repetition and loss apart", () => {
    const digestOf = (...envelopes: string[]): string => {
      const digest = new StreamDigest();
      for (const envelope of envelopes) digest.add(envelope);
      return digest.finish();
    };
    const digests = [
      digestOf("a", "b"),
      digestOf("b", "a"),
      digestOf("a", "a", "b"),
      digestOf("a"),
      digestOf("ab"),
    ];
    expect(new Set(digests).size).toBe(digests.length);
  });

  it("takes bytes and text alike", () => {
    const bytes = new StreamDigest();
    const text = new StreamDigest();
    bytes.add(Buffer.from("a"));
    text.add("a");
    expect(bytes.finish()).toBe(text.finish());
  });
});
