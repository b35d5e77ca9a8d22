import { describe, expect, it } from "vitest";
import { encodeEnvelope, encodeEnvelopeTail, readId, readSeq } from "./envelope.ts";

const ENVELOPE = encodeEnvelope(12, encodeEnvelopeTail(34, 3_000_000_000, "hello"));

describe("an envelope", () => {
  it("is one line of JSON with cursor, identity, due time and data in this order", () => {
    expect(ENVELOPE).toBe('{"seq":12,"id":34,"at":3000000000,"data":"hello"}');
    expect(JSON.parse(ENVELOPE)).toEqual({ seq: 12, id: 34, at: 3e9, data: "hello" });
  });

  it("writes the largest due time of a long run in digits, not as an exponent", () => {
    const tail = encodeEnvelopeTail(1, 7 * 24 * 3600 * 1e9, "");
    expect(tail).toBe('"id":1,"at":604800000000000,"data":""}');
  });

  it.each([0, 7])("is read in place, %d bytes into a buffer", (start) => {
    const bytes = Buffer.from(`${"x".repeat(start)}${ENVELOPE}yyy`);
    const end = start + ENVELOPE.length;
    expect(readSeq(bytes, start, end)).toBe(12);
    expect(readId(bytes, start, end)).toBe(34);
  });

  it("keeps a cursor of 2^53 − 1 exactly", () => {
    const bytes = Buffer.from(encodeEnvelope(Number.MAX_SAFE_INTEGER, encodeEnvelopeTail(1, 0, "")));
    expect(readSeq(bytes, 0, bytes.length)).toBe(Number.MAX_SAFE_INTEGER);
  });
});

describe("bytes that are not an envelope", () => {
  it.each([
    ["", -1, -1], // nothing
    ["{", -1, -1], // cut in the head
    ['{"seq":', -1, -1], // cut before the cursor
    ['{"seq":12', -1, -1], // cut inside the cursor
    ['{"seq":,"id":3,', -1, 3], // no cursor
    ['{"seq":1x,"id":3,', -1, 3], // not a number
    ['{"seq":-1,"id":3,', -1, 3], // a sign
    ['{"seq":9007199254740993,"id":3,', -1, 3], // past 2^53
    ['{"seq":12,', 12, -1], // nothing after the cursor
    ['{"seq":12,"ID":3,', 12, -1], // another key
    ['{"seq":12,"id":', 12, -1], // cut before the id
    ['{"seq":12,"id":3', 12, -1], // cut inside the id: 3 of what?
    ['{"seq":12,"id":3}', 12, -1], // no comma after the id
  ])("%j gives cursor %d and id %d, −1 for none", (text, seq, id) => {
    const bytes = Buffer.from(text);
    expect(readSeq(bytes, 0, bytes.length)).toBe(seq);
    expect(readId(bytes, 0, bytes.length)).toBe(id);
  });

  it("are not read past their end, whatever lies behind", () => {
    const bytes = Buffer.from(ENVELOPE);
    for (let end = 0; end < ENVELOPE.indexOf('"at"'); end++) {
      expect(readId(bytes, 0, end)).toBe(-1);
    }
  });
});
