import { randomFillSync } from "node:crypto";
import { BenchError } from "../../core/errors.ts";
import { MAX_CONTROL_BYTES, OPCODE, type Opcode } from "./opcodes.ts";

const FIN = 0x80;
const MASKED = 0x80;

// Masks come from a pool: one call for 2,048 of them costs little more than a call for one.
const pool = new Uint8Array(8 * 1024);
let drawn = pool.length;

/** Four random bytes, valid until the next call. */
function nextMask(): Uint8Array {
  if (drawn === pool.length) {
    randomFillSync(pool);
    drawn = 0;
  }
  drawn += 4;
  return pool.subarray(drawn - 4, drawn);
}

/**
 * One whole frame as a client sends it, masked (RFC 6455, 5.2). `mask` is four bytes; random ones when absent.
 * Throws when a control frame's payload is longer than 125 bytes.
 */
export function encodeFrame(opcode: Opcode, payload: Uint8Array, mask: Uint8Array = nextMask()): Buffer {
  const length = payload.length;
  if (opcode >= OPCODE.close && length > MAX_CONTROL_BYTES) {
    throw new BenchError("INTERNAL", `a control frame of ${length} bytes; ${MAX_CONTROL_BYTES} are allowed`);
  }
  const lengthBytes = length < 126 ? 0 : length < 65536 ? 2 : 8;
  const frame = Buffer.allocUnsafe(6 + lengthBytes + length);
  frame[0] = FIN | opcode;
  if (lengthBytes === 0) {
    frame[1] = MASKED | length;
  } else if (lengthBytes === 2) {
    frame[1] = MASKED | 126;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = MASKED | 127;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  const maskAt = 2 + lengthBytes;
  for (let i = 0; i < 4; i++) frame[maskAt + i] = mask[i]!;
  const payloadAt = maskAt + 4;
  for (let i = 0; i < length; i++) frame[payloadAt + i] = payload[i]! ^ mask[i & 3]!;
  return frame;
}

/** A text message in one frame. */
export const textFrame = (text: string): Buffer => encodeFrame(OPCODE.text, Buffer.from(text));

/** A binary message in one frame. */
export const binaryFrame = (bytes: Uint8Array): Buffer => encodeFrame(OPCODE.binary, bytes);

/** A ping; its payload is at most 125 bytes. */
export const pingFrame = (bytes: Uint8Array): Buffer => encodeFrame(OPCODE.ping, bytes);

/** The answer to a ping: the same payload. */
export const pongFrame = (bytes: Uint8Array): Buffer => encodeFrame(OPCODE.pong, bytes);

/** A close frame; the reason is at most 123 bytes of UTF-8. */
export function closeFrame(code = 1000, reason = ""): Buffer {
  const payload = Buffer.from(`\0\0${reason}`);
  payload.writeUInt16BE(code, 0);
  return encodeFrame(OPCODE.close, payload);
}
