import { encodeEnvelope, encodeEnvelopeTail, readId, readSeq } from "../../core/envelope.ts";
import type { MicroCase } from "./case.ts";
import { ENVELOPES, EVENTS, type MicroEvent } from "./events.ts";

const DIGIT_AT = '{"seq":'.length;

/** An event's values become its bytes. Both write into the same buffer: making a string alone is half the work. */
export const envelopeEncode = {
  operation: "one event's values to bytes",
  reference: "JSON.stringify",
  create() {
    const encode = ({ seq, id, at, data }: MicroEvent): string =>
      encodeEnvelope(seq, encodeEnvelopeTail(id, at, data));
    const stringify = ({ seq, id, at, data }: MicroEvent): string => JSON.stringify({ seq, id, at, data });
    const target = Buffer.alloc(1024);
    return {
      operations: EVENTS.length,
      ours: {
        run() {
          let sum = 0;
          for (const event of EVENTS) sum += target.write(encode(event), 0, "latin1") + target[DIGIT_AT]!;
          return sum;
        },
        answer: () => EVENTS.map(encode),
      },
      reference: {
        run() {
          let sum = 0;
          for (const event of EVENTS) sum += target.write(stringify(event), 0, "latin1") + target[DIGIT_AT]!;
          return sum;
        },
        answer: () => EVENTS.map(stringify),
      },
    };
  },
} satisfies MicroCase;

/** Cursor and id of a received event, which is all that a client reads of it. */
export const envelopeRead = {
  operation: "cursor and id of one event",
  reference: "JSON.parse",
  create() {
    const parse = (bytes: Buffer): MicroEvent => JSON.parse(bytes.toString());
    return {
      operations: ENVELOPES.length,
      ours: {
        run() {
          let sum = 0;
          for (const bytes of ENVELOPES)
            sum += readSeq(bytes, 0, bytes.length) + readId(bytes, 0, bytes.length);
          return sum;
        },
        answer: () =>
          ENVELOPES.map((bytes) => [readSeq(bytes, 0, bytes.length), readId(bytes, 0, bytes.length)]),
      },
      reference: {
        run() {
          let sum = 0;
          for (const bytes of ENVELOPES) {
            const { seq, id } = parse(bytes);
            sum += seq + id;
          }
          return sum;
        },
        answer: () => ENVELOPES.map(parse).map(({ seq, id }) => [seq, id]),
      },
    };
  },
} satisfies MicroCase;
