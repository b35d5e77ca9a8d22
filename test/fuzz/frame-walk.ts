/** What a message or a control frame takes on the wire, and where it is complete. */
export interface Stretch {
  readonly framingBytes: number;
  readonly payloadBytes: number;
  readonly end: number;
}

/**
 * Goes from frame to frame by their lengths alone, as if all were well-formed: what the well-formed ones at the
 * beginning cost.
 */
export function walkFrames(bytes: Buffer): Stretch[] {
  const stretches: Stretch[] = [];
  let framingBytes = 0;
  let payloadBytes = 0;
  let at = 0;
  while (at + 2 <= bytes.length) {
    const short = bytes[at + 1]! & 0x7f;
    const header = short < 126 ? 2 : short === 126 ? 4 : 10;
    if (at + header > bytes.length) break;
    const length =
      short < 126
        ? short
        : short === 126
          ? bytes.readUInt16BE(at + 2)
          : Number(bytes.readBigUInt64BE(at + 2));
    const end = at + header + length;
    if (end > bytes.length) break;
    if ((bytes[at]! & 0x08) !== 0) {
      stretches.push({ framingBytes: header, payloadBytes: length, end });
    } else {
      framingBytes += header;
      payloadBytes += length;
      if ((bytes[at]! & 0x80) !== 0) {
        stretches.push({ framingBytes, payloadBytes, end });
        framingBytes = 0;
        payloadBytes = 0;
      }
    }
    at = end;
  }
  return stretches;
}
