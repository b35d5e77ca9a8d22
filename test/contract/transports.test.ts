import { createConnection, type Socket } from "node:net";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterEach, describe, expect, it } from "vitest";
import { TRANSPORT_NAMES, type TransportName } from "../../core/transports.ts";
import { until } from "../until.ts";
import { cursors, openPair, type Pair, type PairOptions } from "./pair.ts";
import { subscribe } from "./reference.ts";

let pair: Pair | undefined;
const open = async (name: TransportName, options?: PairOptions): Promise<Pair> => {
  pair = await openPair(name, options);
  return pair;
};

afterEach(async () => {
  await pair?.close();
  pair = undefined;
});

/** Requests that a client which never reads sends at once. */
const REQUESTS = 5;

/** What a client of each transport sends first, for clients that then misbehave. */
const OPENING: Readonly<Record<TransportName, string>> = {
  polling: "GET /polling?after=0 HTTP/1.1\r\nHost: x\r\n\r\n".repeat(REQUESTS),
  "long-polling": "GET /long-polling?after=0 HTTP/1.1\r\nHost: x\r\n\r\n".repeat(REQUESTS),
  websocket:
    "GET /websocket?after=0 HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n",
};

describe.each(TRANSPORT_NAMES)("%s keeps the transport contract:", (name) => {
  it("every client gets every event, in order, those from before it came included", async () => {
    const { publish, connect, heard } = await open(name, { clients: 5 });
    publish(30);
    connect();
    await until("the backlog has come", () => heard.events === 5 * 30);
    for (let i = 0; i < 20; i++) {
      publish(1);
      await until("the event has come", () => heard.events === 5 * (31 + i));
    }
    publish(50);
    await until("all have come", () => heard.events === 5 * 100);
    for (const seqs of heard.seqs) expect(seqs).toEqual(cursors(1, 100));
  });

  it.each([0, 1, 24, 49])("a client that is not ours gets what is newer than cursor %i", async (after) => {
    const { publish, url } = await open(name);
    publish(50);
    expect(await subscribe(name, url, after, 50 - after)).toEqual({ seqs: cursors(after + 1, 50) });
  });

  it("the envelope that arrives is the one that was published, byte for byte", async () => {
    const { publish, connect, heard, feed } = await open(name);
    publish(3, 200);
    connect();
    await until("they have come", () => heard.events === 3);
    const slice = feed.read(0);
    expect(slice.status === "events" && slice.events.map(({ bytes }) => String(bytes))).toEqual(
      heard.envelopes[0],
    );
  });

  it("a client that is cut resumes without loss or repetition", async () => {
    const { publish, connect, half, heard } = await open(name, { clients: 3 });
    connect();
    await until("they are connected", () => heard.opens === 3);
    for (let round = 1; round <= 5; round++) {
      publish(7);
      if (round % 2 === 0) half.cut(0);
      publish(7);
      await until("everyone is current", () => heard.events === 3 * 14 * round);
    }
    for (const seqs of heard.seqs) expect(seqs).toEqual(cursors(1, 70));
    expect(heard.closes.map(({ client, reason }) => [client, reason])).toEqual([
      [0, "lost"],
      [0, "lost"],
    ]);
  });

  it("a cursor older than the log is told to be gone, and the client goes on from the oldest", async () => {
    const { publish, connect, heard, url } = await open(name, { feed: { maxEvents: 10, maxBytes: 1e6 } });
    publish(100);
    expect(await subscribe(name, url, 5, 1)).toEqual({ seqs: [], gone: 91 });
    connect();
    await until("the rest has come", () => heard.events === 10);
    expect(heard.gones).toEqual([{ client: 0, oldest: 91 }]);
    expect(heard.seqs[0]).toEqual(cursors(91, 100));
  });

  it("bytes told by purpose add up to what the sockets counted, and both ends agree on everything", async () => {
    const { publish, connect, hangUp, heard, server } = await open(name, { clients: 4, headers: "browser" });
    publish(3);
    connect();
    await until("the backlog has come", () => heard.events === 12);
    for (let i = 0; i < 10; i++) {
      publish(2);
      await until("they have come", () => heard.events === 4 * (5 + 2 * i));
    }
    hangUp();
    // A request may still be on its way when its client hangs up: the server counts what reached it.
    await until(
      "the server has seen the end",
      () => server.counters().bytesReceived >= heard.socketUp - 4 * 1000,
    );
    const counters = server.counters();
    expect(heard.toldDown).toBe(heard.socketDown);
    expect(heard.readBytes).toBe(heard.socketDown);
    expect(heard.toldUp).toBe(heard.socketUp);
    expect(counters.connections).toBe(4);
    expect(counters.eventsSent).toBe(heard.events);
    expect(counters.goneResponses).toBe(0);
    if (name === "websocket") {
      expect(counters.requests).toBe(heard.opens);
      expect(counters.bytesSent).toBe(heard.socketDown);
      expect(counters.bytesReceived).toBe(heard.socketUp);
    } else {
      expect(heard.requests - counters.requests).toBeLessThanOrEqual(4);
      expect(counters.emptyResponses).toBeGreaterThanOrEqual(heard.emptyResponses);
    }
  });

  it("readers that never read do not grow the server's memory", { timeout: 60_000 }, async () => {
    const { publish, server, url } = await open(name, { feed: { maxEvents: 200, maxBytes: 1024 ** 2 } });
    const { port } = new URL(url);
    const readers: Socket[] = await Promise.all(
      Array.from({ length: 100 }, async () => {
        const socket = createConnection(Number(port), "127.0.0.1");
        socket.pause();
        socket.on("error", () => {});
        socket.write(OPENING[name]);
        return socket;
      }),
    );
    const asked = name === "websocket" ? 100 : 100 * REQUESTS;
    await until("they have asked", () => server.counters().requests === asked);
    const before = heldMemory();
    // 96 MiB for each of them, in pieces between which the server gets its turn.
    for (let i = 0; i < 96; i++) {
      publish(64, 16 * 1024);
      await new Promise((resolve) => setImmediate(resolve));
    }
    // Freed buffers leave the books a moment after a collection; what readers hold would stay in them.
    await until("what nobody needs is freed", () => heldMemory() - before < 32 * 1024 ** 2, 3000);
    if (name === "websocket") expect(server.counters().slowClients).toBe(100);
    for (const socket of readers) socket.destroy();
  });

  it("closing ends every connection and frees the port", async () => {
    const { connect, heard, server, url } = await open(name, { clients: 3 });
    connect();
    await until("they are connected", () => heard.opens === 3);
    await server.close();
    await until("all were told", () => heard.closes.length >= 3);
    expect(new Set(heard.closes.slice(0, 3).map(({ client, reason }) => `${client} ${reason}`))).toEqual(
      new Set(["0 lost", "1 lost", "2 lost"]),
    );
    await expect(fetch(url)).rejects.toThrow();
  });

  it("an address that is taken is a clear error", async () => {
    const { url } = await open(name);
    const second = await openPair(name);
    const { port } = new URL(url);
    await expect(second.server.listen({ host: "127.0.0.1", port: Number(port) })).rejects.toThrow(
      /cannot listen/,
    );
    await second.close();
  });
});

describe("long-polling", () => {
  it("gives an event that races the end of the hold exactly once", async () => {
    const holdMs = 4;
    const { publish, connect, heard } = await open("long-polling", { clients: 8, params: { holdMs } });
    connect();
    for (let i = 1; i <= 150; i++) {
      // Around the end of the hold: from a little before it to well after it, since clients take a while to ask again.
      await new Promise((resolve) => setTimeout(resolve, (i % 7) + holdMs - 2));
      publish(1);
    }
    await until("all have come", () => heard.events >= 8 * 150);
    for (const seqs of heard.seqs) expect(seqs).toEqual(cursors(1, 150));
    expect(heard.emptyResponses).toBeGreaterThan(100);
  });

  it("holds a request until there is an event, and no longer than asked", async () => {
    const { publish, connect, heard } = await open("long-polling", { params: { holdMs: 60_000 } });
    connect();
    await until("it asks", () => heard.requests === 1);
    publish(1);
    await until("the event has come", () => heard.events === 1);
    expect(heard.emptyResponses).toBe(0);
  });
});

describe("polling", () => {
  it("keeps one request outstanding at most and counts the ticks it passes over", async () => {
    const { connect, heard, half } = await open("polling", { params: { intervalMs: 10 } });
    connect();
    await until("it polls", () => heard.requests >= 3);
    half.cut(0);
    await until("ticks pass it by", () => heard.skips >= 3);
    // Every request was answered before the next; only the one that was cut off may not have been.
    expect(heard.requests - heard.emptyResponses).toBeLessThanOrEqual(1);
  });
});

/** Bytes of buffers that are in use after a collection. */
function heldMemory(): number {
  setFlagsFromString("--expose-gc");
  (runInNewContext("gc") as () => void)();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
