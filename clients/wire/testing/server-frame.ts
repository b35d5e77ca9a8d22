/** What a test wants on the wire, well-formed or not. */
export interface FrameSpec {
  readonly opcode: number;
  readonly payload?: string | Uint8Array;
  readonly fin?: boolean;
  readonly rsv?: number;
  readonly masked?: boolean;
  /** Bytes of extended length to use instead of the fewest: 0, 2 or 8. */
  readonly lengthBytes?: 0 | 2 | 8;
  /** The length to announce instead of the payload's own. */
  readonly announce?: bigint;
}

/** One frame as a server sends it, with whatever is wrong about it. */
export function serverFrame(spec: FrameSpec): Buffer {
  const { opcode, payload = "", fin = true, rsv = 0, masked = false } = spec;
  const body = Buffer.from(payload as string);
  const length = spec.announce ?? BigInt(body.length);
  const lengthBytes = spec.lengthBytes ?? (length < 126n ? 0 : length < 65536n ? 2 : 8);
  const head = Buffer.alloc(2 + lengthBytes + (masked ? 4 : 0));
  head[0] = (fin ? 0x80 : 0) | (rsv << 4) | opcode;
  head[1] = (masked ? 0x80 : 0) | (lengthBytes === 0 ? Number(length) : lengthBytes === 2 ? 126 : 127);
  if (lengthBytes === 2) head.writeUInt16BE(Number(length), 2);
  if (lengthBytes === 8) head.writeBigUInt64BE(length, 2);
  return Buffer.concat([head, body]);
}
