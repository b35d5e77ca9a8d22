import { once } from "node:events";
import { createConnection, createServer, type Socket } from "node:net";
import { BenchError } from "../core/errors.ts";
import type { Nanoseconds } from "../core/units.ts";

/**
 * The publisher's way into the server: a Unix socket that carries frames of
 *
 *     length of the rest (uint32) · emitted (float64, ns) · the envelope from "id" on
 */
const HEAD_BYTES = 12;
const MAX_FRAME_BYTES = 4 * 1024 ** 2;

/** One event as a frame for the ingest socket. */
export function encodeIngest(tail: string, emitted: Nanoseconds): Buffer {
  const frame = Buffer.allocUnsafe(HEAD_BYTES + tail.length);
  frame.writeUInt32BE(8 + tail.length, 0);
  frame.writeDoubleBE(emitted, 4);
  frame.write(tail, HEAD_BYTES, "latin1");
  return frame;
}

/** Takes frames apart however they were cut on the way. */
export class IngestReader {
  readonly #deliver: (tail: Buffer, emitted: Nanoseconds) => void;
  #rest: Buffer = Buffer.alloc(0);

  constructor(deliver: (tail: Buffer, emitted: Nanoseconds) => void) {
    this.#deliver = deliver;
  }

  read(chunk: Buffer): void {
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    let at = 0;
    while (bytes.length - at >= 4) {
      const length = bytes.readUInt32BE(at);
      if (length < 8 || length > MAX_FRAME_BYTES) {
        throw new BenchError("WIRE", `the publisher sent a frame of ${length} bytes`);
      }
      if (bytes.length - at < 4 + length) break;
      this.#deliver(bytes.subarray(at + HEAD_BYTES, at + 4 + length), bytes.readDoubleBE(at + 4));
      at += 4 + length;
    }
    this.#rest = bytes.subarray(at);
  }
}

/** Where a server takes events from its one publisher. */
export interface IngestServer {
  close(): void;
}

/**
 * Waits for the publisher on a Unix socket at `path`. Once it has come, no one else can: the socket's name is
 * taken away.
 */
export async function serveIngest(path: string, onChunk: (chunk: Buffer) => void): Promise<IngestServer> {
  let publisher: Socket | undefined;
  const server = createServer((socket) => {
    publisher = socket;
    server.close();
    socket.on("data", onChunk);
    socket.on("error", () => {});
  });
  server.maxConnections = 1;
  server.listen(path);
  await once(server, "listening");
  return {
    close: () => {
      publisher?.destroy();
      server.close();
    },
  };
}

/** The publisher's end. Writes never block: what the server does not take waits in this process's memory. */
export async function connectIngest(path: string): Promise<Socket> {
  const socket = createConnection(path);
  await once(socket, "connect");
  return socket;
}
