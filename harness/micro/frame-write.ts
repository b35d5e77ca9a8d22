import { encodeFrame } from "../../clients/wire/frame-writer.ts";
import { OPCODE } from "../../clients/wire/opcodes.ts";
import { textFrame } from "../../servers/frame.ts";
import type { MicroCase } from "./case.ts";
import { ENVELOPES } from "./events.ts";
import { Sender } from "./ws.ts";

const TEXT = { opcode: OPCODE.text, fin: true, rsv1: false, readOnly: true };
const MASK = Buffer.from([0x37, 0xfa, 0x21, 0x3d]);

/** A client's frame: whole in one buffer, the payload left as it is. Masks are random but in the answer. */
export const maskedFrame = {
  operation: "one event as a client's masked frame",
  reference: "ws Sender.frame",
  create() {
    const options = { ...TEXT, mask: true };
    const fixed = { ...options, generateMask: (mask: Buffer) => mask.set(MASK) };
    return {
      operations: ENVELOPES.length,
      ours: {
        run() {
          let sum = 0;
          for (const bytes of ENVELOPES) sum += encodeFrame(OPCODE.text, bytes).length;
          return sum;
        },
        answer: () => ENVELOPES.map((bytes) => encodeFrame(OPCODE.text, bytes, MASK).toString("latin1")),
      },
      reference: {
        run() {
          let sum = 0;
          // One part, or two where the mask happens to be zero.
          for (const bytes of ENVELOPES) for (const part of Sender.frame(bytes, options)) sum += part.length;
          return sum;
        },
        answer: () => ENVELOPES.map((bytes) => Buffer.concat(Sender.frame(bytes, fixed)).toString("latin1")),
      },
    };
  },
} satisfies MicroCase;

/**
 * A server's frame in one buffer, to be written to every socket. `ws` leaves header and payload apart, which
 * costs every socket a second write: they are put together here, as the fan-out needs them.
 */
export const serverFrame = {
  operation: "one event as a server's frame, in one buffer",
  reference: "ws Sender.frame",
  create() {
    const options = { ...TEXT, mask: false };
    const frame = (bytes: Buffer): Buffer => Buffer.concat(Sender.frame(bytes, options));
    const side = (make: (bytes: Buffer) => Buffer) => ({
      run() {
        let sum = 0;
        for (const bytes of ENVELOPES) {
          const made = make(bytes);
          sum += made.length + made[3]! + made[made.length - 1]!;
        }
        return sum;
      },
      answer: () => ENVELOPES.map((bytes) => make(bytes).toString("latin1")),
    });
    return { operations: ENVELOPES.length, ours: side(textFrame), reference: side(frame) };
  },
} satisfies MicroCase;
