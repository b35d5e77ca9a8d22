/**
 * One unmasked, unfragmented WebSocket text frame (RFC 6455 §5.2), header and payload in one buffer: framed
 * once, written to every socket.
 */
export function textFrame(payload: Uint8Array): Buffer {
  const header = frameHeader(payload.length);
  return Buffer.concat([header, payload], header.length + payload.length);
}

const FIN_TEXT = 0x81;

function frameHeader(length: number): Buffer {
  if (length < 126) return Buffer.from([FIN_TEXT, length]);
  if (length < 65536) return Buffer.from([FIN_TEXT, 126, length >>> 8, length & 0xff]);
  const header = Buffer.alloc(10);
  header[0] = FIN_TEXT;
  header[1] = 127;
  header.writeBigUInt64BE(BigInt(length), 2);
  return header;
}
