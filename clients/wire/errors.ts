import { BenchError } from "../../core/errors.ts";

/** Bytes that broke their protocol. The message says what was read and what was due. */
export function wireError(message: string): BenchError {
  return new BenchError("WIRE", message);
}

/** Whether a thrown value is bytes' fault and not the program's. */
export function isWireError(error: unknown): error is BenchError {
  return error instanceof BenchError && error.code === "WIRE";
}

/** The server answered an opening handshake with something else than 101. */
export class HandshakeRefused extends BenchError {
  /** The HTTP status it answered with. */
  readonly status: number;

  constructor(status: number, reason: string) {
    super(
      "WIRE",
      `the server refused the WebSocket handshake: ${status}${reason === "" ? "" : ` ${reason}`}`,
    );
    this.status = status;
  }
}

/** A byte as error messages show it: `0x0a`, and the character where it has one: `0x3b ';'`. */
export function byteName(byte: number): string {
  const hex = `0x${byte.toString(16).padStart(2, "0")}`;
  return byte > 0x20 && byte < 0x7f ? `${hex} '${String.fromCharCode(byte)}'` : hex;
}
