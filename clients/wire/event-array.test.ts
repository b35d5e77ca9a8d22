import { describe, expect, it } from "vitest";
import { encodeEnvelope, encodeEnvelopeTail } from "../../core/envelope.ts";
import { type Random, random } from "../../core/random.ts";
import { EventArray } from "./event-array.ts";

/** The events that the splitter finds in a text that lies somewhere inside a buffer. */
function split(text: string): string[] {
  // What surrounds it would change the result if it were read.
  const bytes = Buffer.from(`"}]${text}"}]"}]`);
  const events = new EventArray();
  const count = events.split(bytes, 3, bytes.length - 6);
  return Array.from({ length: count }, (_, i) => bytes.toString("utf8", events.startOf(i), events.endOf(i)));
}

const envelope = (seq: number, payloadBytes: number): string =>
  encodeEnvelope(seq, encodeEnvelopeTail(seq, seq * 1e6, "x".repeat(payloadBytes)));

/** A random JSON value with what makes splitting hard: braces, quotes and escapes inside strings. */
function randomValue(source: Random, depth: number): unknown {
  switch (source.below(depth > 2 ? 3 : 5)) {
    case 0:
      return source.below(1000) - 500;
    case 1:
      return [true, false, null][source.below(3)];
    case 2:
      return Array.from({ length: source.below(40) }, () => '{}[],:"\\/ \n\u0001éa'[source.below(16)]).join(
        "",
      );
    case 3:
      return Array.from({ length: source.below(3) }, () => randomValue(source, depth + 1));
    default:
      return randomObject(source, depth + 1);
  }
}

function randomObject(source: Random, depth = 0): Record<string, unknown> {
  return Object.fromEntries(
    Array.from({ length: source.below(4) }, () => [
      String(randomValue(source, 3)),
      randomValue(source, depth),
    ]),
  );
}

/** What JSON.parse makes of a text, as far as it is an array of objects. */
function parsed(text: string): Record<string, unknown>[] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const isObject = (item: unknown) => typeof item === "object" && item !== null && !Array.isArray(item);
    return Array.isArray(value) && value.every(isObject) ? value : undefined;
  } catch {
    return undefined;
  }
}

describe("EventArray", () => {
  it.each([0, 1, 20, 160, 16_384])("finds envelopes of %i bytes of payload", (payloadBytes) => {
    const envelopes = Array.from({ length: 100 }, (_, i) => envelope(i + 1, payloadBytes));

    expect(split(`[${envelopes.join(",")}]`)).toEqual(envelopes);
  });

  it("finds nothing in an empty array", () => {
    expect(split(" [ ] ")).toEqual([]);
  });

  it.each([
    // Braces and quotes that are part of a string.
    ['[{"a":"}"},{"b":"{"}]', ['{"a":"}"}', '{"b":"{"}']],
    ['[{"a":"\\""},{"b":1}]', ['{"a":"\\""}', '{"b":1}']],
    ['[{"a":"\\\\"},{"b":1}]', ['{"a":"\\\\"}', '{"b":1}']],
    ['[{"a":"0123456789\\\\\\"},{"},{"b":1}]', ['{"a":"0123456789\\\\\\"},{"}', '{"b":1}']],
    ['[{"\\"}":1}]', ['{"\\"}":1}']],
    // Objects in objects belong to the outer one.
    ['[{"a":{"b":{}}},{}]', ['{"a":{"b":{}}}', "{}"]],
    // Blanks are allowed between the parts.
    ['\t[\r\n{"a": 1} ,\n {"b":2}\n]\n', ['{"a": 1}', '{"b":2}']],
  ])("splits %s", (text, events) => {
    expect(split(text)).toEqual(events);
  });

  it.each([
    ["nothing", "", "the end where an array was due"],
    ["blanks", "  ", "the end where an array was due"],
    ["an object", "{}", "byte 0x7b '{' where an array was due"],
    ["an unclosed array", "[", "the end where an object was due"],
    ["an array closed by a brace", "[{}}", "byte 0x7d '}' after an object"],
    ["no end after an object", "[{}", "the end after an object"],
    ["a comma at the end", "[{},]", "byte 0x5d ']' where an object was due"],
    ["a comma at the start", "[,{}]", "byte 0x2c ',' where an object was due"],
    ["no comma", "[{}{}]", "byte 0x7b '{' after an object"],
    ["a number", "[1]", "byte 0x31 '1' where an object was due"],
    ["a nested array", "[[{}]]", "byte 0x5b '[' where an object was due"],
    ["an open object", '[{"a":1', "the end inside an object"],
    ["an open short string", '[{"a', "the end inside a string"],
    ["an open long string", `[{"a":"${"x".repeat(100)}`, "the end inside a string"],
    ["a string closed by an escaped quote", '[{"a":"\\"}]', "the end inside a string"],
    ["bytes after the array", "[{}] x", "byte 0x78 'x' after the array"],
    ["a second array", "[{}][{}]", "byte 0x5b '[' after the array"],
    ["a blank that JSON does not know", "[\u000b{}]", "byte 0x0b where an object was due"],
  ])("refuses %s, as JSON.parse does or because it holds no objects", (_name, text, message) => {
    expect(parsed(text)).toBeUndefined();

    expect(() => split(text)).toThrow(`poll answer: ${message}`);
  });

  it("holds no events after a malformed array", () => {
    const events = new EventArray();
    const good = Buffer.from("[{},{}]");
    events.split(good, 0, good.length);

    expect(() => events.split(good, 0, good.length - 1)).toThrow("poll answer");

    expect(events.count).toBe(0);
  });

  it("agrees with JSON.parse on random arrays, and refuses none that JSON.parse takes", () => {
    const source = random(3, "event arrays");
    let refused = 0;
    for (let round = 0; round < 3000; round++) {
      const objects = Array.from({ length: source.below(5) }, () => randomObject(source));
      const indent = source.below(2) === 0 ? undefined : 1;
      const text = JSON.stringify(objects, undefined, indent);
      expect(split(text).map((event) => JSON.parse(event))).toEqual(objects);

      const at = source.below(text.length);
      const damaged = text.slice(0, at) + '{}[]",\\ a'[source.below(9)] + text.slice(at + source.below(2));
      const reference = parsed(damaged);
      if (reference === undefined) refused++;
      else expect(split(damaged).map((event) => JSON.parse(event))).toEqual(reference);
    }
    expect(refused).toBeGreaterThan(1000);
  });
});
