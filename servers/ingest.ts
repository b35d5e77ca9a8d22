import { once } from "node:events";
import { rmSync } from "node:fs";
import { createServer, type Socket } from "node:net";
import { BenchError } from "../core/errors.ts";
import { MAX_STREAM_EVENTS } from "../core/stream.ts";
import type { Nanoseconds } from "../core/units.ts";

/**
 * The publisher's way into the server: a Unix socket that carries, once,
 *
 *     how many events are told again (uint32)
 *
 * and then one frame per event, from id 1 on and without a gap, those told again first:
 *
 *     length of the rest (uint32) · emitted (float64, ns) · the envelope from "id" on
 *
 * An event that is not told at its emission, because it had to wait for others to be told again, carries
 * `TOLD_LATE` in place of the moment.
 */
const PREAMBLE_BYTES = 4;
const HEAD_BYTES = 12;
const MAX_FRAME_BYTES = 4 * 1024 ** 2;

/** In place of the moment of emission: the event was emitted earlier, when no one or someone else listened. */
export const TOLD_LATE: Nanoseconds = 0;

/** What a connection begins with: how many events follow that were emitted before it stood. */
export function encodePreamble(replayed: number): Buffer {
  const preamble = Buffer.allocUnsafe(PREAMBLE_BYTES);
  preamble.writeUInt32BE(replayed);
  return preamble;
}

/** One event as a frame for the ingest socket. */
export function encodeIngest(tail: string, emitted: Nanoseconds): Buffer {
  const frame = Buffer.allocUnsafe(HEAD_BYTES + tail.length);
  frame.writeUInt32BE(8 + tail.length, 0);
  frame.writeDoubleBE(emitted, 4);
  frame.write(tail, HEAD_BYTES, "latin1");
  return frame;
}

/** What an ingest reader tells. */
export interface IngestListener {
  /** An event came: the rest of its envelope, valid during the call only, and when it was emitted. */
  event(tail: Buffer, emitted: Nanoseconds): void;
  /** Every event from before the connection has come; called once, at once where there are none. */
  current(): void;
}

/** Takes the ingest socket's bytes apart however they were cut on the way. */
export class IngestReader {
  readonly #listener: IngestListener;
  #rest: Buffer = Buffer.alloc(0);
  /** How many events told again are still to come; unknown before the preamble. */
  #owed: number | undefined;

  constructor(listener: IngestListener) {
    this.#listener = listener;
  }

  /** Throws WIRE when the bytes are not what a publisher sends. */
  read(chunk: Buffer): void {
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    let at = 0;
    if (this.#owed === undefined && bytes.length >= PREAMBLE_BYTES) {
      this.#begin(bytes.readUInt32BE(0));
      at = PREAMBLE_BYTES;
    }
    while (this.#owed !== undefined && bytes.length - at >= 4) {
      const length = bytes.readUInt32BE(at);
      if (length < 8 || length > MAX_FRAME_BYTES) {
        throw new BenchError("WIRE", `the publisher sent a frame of ${length} bytes`);
      }
      if (bytes.length - at < 4 + length) break;
      this.#listener.event(bytes.subarray(at + HEAD_BYTES, at + 4 + length), bytes.readDoubleBE(at + 4));
      at += 4 + length;
      if (this.#owed > 0 && --this.#owed === 0) this.#listener.current();
    }
    this.#rest = bytes.subarray(at);
  }

  #begin(replayed: number): void {
    if (replayed > MAX_STREAM_EVENTS) {
      throw new BenchError("WIRE", `the publisher wants to tell ${replayed} events again`);
    }
    this.#owed = replayed;
    if (replayed === 0) this.#listener.current();
  }
}

/** Where a server takes events from its one publisher. */
export interface IngestServer {
  close(): void;
}

/**
 * Waits for the publisher on a Unix socket at `path`, also where a killed server left its own behind. Once
 * the publisher has come, no one else can: the socket's name is taken away. Rejects with LISTEN_FAILED where
 * the path cannot be had.
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
  try {
    // A Windows pipe goes with its process and is no file.
    if (!path.startsWith("\\\\")) rmSync(path, { force: true });
    server.listen(path);
    await once(server, "listening");
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new BenchError("LISTEN_FAILED", `cannot wait for the publisher at ${path} (${code})`, {
      hint: "the folder of that path must be there and writable as long as the server may be started again",
      cause,
    });
  }
  return {
    close: () => {
      publisher?.destroy();
      server.close();
    },
  };
}
