import { EventEmitter } from "node:events";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { IngestReader, type IngestServer, serveIngest } from "./ingest.ts";
import { IngestConnection } from "./ingest-connection.ts";
import { Telling } from "./telling.ts";

let folder = "";
let path = "";
let connection: IngestConnection | undefined;
const servers: IngestServer[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ingest-"));
  path = join(folder, "socket");
});
afterEach(() => {
  connection?.close();
  for (const server of servers.splice(0)) server.close();
  rmSync(folder, { recursive: true, force: true });
});

const EVENTS = 1000;
function newTelling(): Telling {
  return new Telling({
    events: EVENTS,
    tail: (id) => `tail ${id}`,
    clock: { now: () => 0 },
    soon: setImmediate,
    nextDeadline: () => Number.POSITIVE_INFINITY,
  });
}

/** A server at the path: what it has heard, and a promise of when it has heard event `last`. */
async function serve() {
  const heard: string[] = [];
  let waiting: { last: number; then: () => void } | undefined;
  const reader = new IngestReader({
    event: (tail) => {
      heard.push(String(tail));
      if (heard.length === waiting?.last) waiting.then();
    },
    current: () => {},
  });
  const server = await serveIngest(path, (chunk) => reader.read(chunk));
  servers.push(server);
  const has = (last: number) =>
    heard.length >= last
      ? Promise.resolve()
      : new Promise<void>((then) => {
          waiting = { last, then };
        });
  return { heard, has, kill: () => server.close() };
}

const tails = (last: number): string[] => Array.from({ length: last }, (_, i) => `tail ${i + 1}`);

describe("an ingest connection", () => {
  it("finds one server after the other at the same path, and tells each everything", async () => {
    const telling = newTelling();
    connection = new IngestConnection(path, telling, { retryMs: 1 });
    const first = await serve();
    await connection.open();
    let id = 0;
    for (let round = 1; round <= 4; round++) {
      for (let i = 0; i < 50; i++) telling.emit(++id, 1);
      const server = round === 1 ? first : await serve();
      await server.has(id);
      expect(server.heard).toEqual(tails(id));
      server.kill();
    }
  });

  it("is refused where there is no server to begin with", async () => {
    connection = new IngestConnection(path, newTelling(), { retryMs: 1 });
    await expect(connection.open()).rejects.toThrow("ENOENT");
  });

  describe("to a server that is gone", () => {
    const sockets: EventEmitter[] = [];
    /** A socket that does nothing by itself. */
    const connect = (): Socket => {
      const socket = Object.assign(new EventEmitter(), {
        resume: () => {},
        write: () => true,
        destroy: () => socket.emit("close"),
        writableLength: 0,
      });
      sockets.push(socket);
      return socket as unknown as Socket;
    };
    beforeEach(() => {
      vi.useFakeTimers();
      sockets.length = 0;
    });
    afterEach(() => {
      vi.useRealTimers();
    });

    /** A connection that stood and was lost. */
    const lost = async (options: { maxRetries?: number } = {}): Promise<IngestConnection> => {
      const lost = new IngestConnection(path, newTelling(), { connect, ...options });
      const opened = lost.open();
      sockets[0]?.emit("connect");
      await opened;
      sockets[0]?.emit("close");
      return lost;
    };

    it("looks again every 50 ms, one look at a time", async () => {
      connection = await lost();
      vi.advanceTimersByTime(49);
      expect(sockets).toHaveLength(1);
      vi.advanceTimersByTime(1);
      expect(sockets).toHaveLength(2);
      vi.advanceTimersByTime(10_000);
      expect(sockets).toHaveLength(2);
      sockets[1]?.emit("close");
      vi.advanceTimersByTime(50);
      expect(sockets).toHaveLength(3);
    });

    it("gives up after so many looks in vain, and counts anew when one was not", async () => {
      connection = await lost({ maxRetries: 3 });
      for (let look = 1; look <= 10; look++) {
        vi.advanceTimersByTime(50);
        if (look === 2) sockets[look]?.emit("connect");
        sockets[look]?.emit("close");
      }
      // One in vain, one that stood, three in vain.
      expect(sockets).toHaveLength(1 + 2 + 3);
    });

    it("looks no more once it is closed", async () => {
      connection = await lost();
      connection.close();
      vi.advanceTimersByTime(10_000);
      expect(sockets).toHaveLength(1);
    });
  });
});

describe("a server's ingest socket", () => {
  it("is had although a killed server left its own behind", async () => {
    writeFileSync(path, "");
    const server = await serve();
    const telling = newTelling();
    connection = new IngestConnection(path, telling);
    await connection.open();
    telling.emit(1, 1);
    await server.has(1);
    expect(server.heard).toEqual(["tail 1"]);
  });

  it("loses its name once the publisher has come", async () => {
    await serve();
    expect(existsSync(path)).toBe(true);
    connection = new IngestConnection(path, newTelling());
    await connection.open();
    expect(existsSync(path)).toBe(false);
  });

  it("is a clear error where its folder is gone", async () => {
    rmSync(folder, { recursive: true });
    await expect(serve()).rejects.toThrow(/cannot wait for the publisher at .*socket \(E[A-Z]+\)/);
  });
});
