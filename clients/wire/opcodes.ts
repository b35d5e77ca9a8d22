/** What a WebSocket frame is (RFC 6455, 5.2). */
export const OPCODE = {
  continuation: 0x0,
  text: 0x1,
  binary: 0x2,
  close: 0x8,
  ping: 0x9,
  pong: 0xa,
} as const;

export type Opcode = (typeof OPCODE)[keyof typeof OPCODE];

/** Longest payload of a close, ping or pong frame. */
export const MAX_CONTROL_BYTES = 125;

/** The code reported for a close frame that carries none; never sent. */
export const NO_CLOSE_CODE = 1005;

/** Whether a close frame may carry this code (RFC 6455, 7.4, and the IANA registry). */
export function isCloseCode(code: number): boolean {
  return (code >= 3000 && code < 5000) || (code >= 1000 && code <= 1014 && !(code >= 1004 && code <= 1006));
}
