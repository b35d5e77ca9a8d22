import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { afterEach, expect, it } from "vitest";
import { encodeEnvelopeTail } from "../core/envelope.ts";
import type { ServerHalf, ServerTransport } from "../core/transport.ts";
import { SERVED_NAMES, type ServedName } from "../core/transports.ts";
import { FeedLog } from "./feed.ts";
import { SERVERS } from "./index.ts";

/** 200 events of 16 KiB: 3 MiB, and 320 MiB in the answers to all their cursors together. */
const EVENTS = 200;
const DATA = "x".repeat(16 * 1024);
const MAX_BUFFERED = 1024 ** 2;

/** What a client sends that asks for more than it reads, all at once. */
const GREED: Readonly<Record<ServedName, string>> = {
  polling: requests("polling", EVENTS),
  "long-polling": requests("long-polling", EVENTS),
  sse: `GET /sse?after=${EVENTS} HTTP/1.1\r\nHost: x\r\n\r\n`,
  websocket:
    `GET /websocket?after=${EVENTS} HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n",
};

/** Requests from every cursor below a number, end to end. */
function requests(path: string, count: number): string {
  const cursors = Array.from({ length: count }, (_, i) => i);
  return cursors.map((after) => `GET /${path}?after=${after} HTTP/1.1\r\nHost: x\r\n\r\n`).join("");
}

let server: ServerHalf | undefined;
let reader: Socket | undefined;
afterEach(async () => {
  reader?.destroy();
  await server?.close();
});

/** A server of a transport, and a client that sends a text and reads nothing. */
async function open(name: ServedName, text: string, feed: FeedLog): Promise<[ServerHalf, Socket]> {
  const transport: ServerTransport = SERVERS[name];
  server = await transport.create({ feed, maxBufferedBytes: MAX_BUFFERED }, {});
  const { url } = await server.listen({ host: "127.0.0.1", port: 0 });
  reader = connect(Number(new URL(url).port), "127.0.0.1");
  reader.on("error", () => {});
  reader.pause();
  await once(reader, "connect");
  reader.write(text);
  return [server, reader];
}

function publish(feed: FeedLog, events: number): void {
  for (let i = 0; i < events; i++) {
    const id = feed.newest + 1;
    feed.append(Buffer.from(encodeEnvelopeTail(id, id, DATA)));
  }
}

/** Turns of the event loop until something is so. */
async function turns(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise(setImmediate);
}

it.each(SERVED_NAMES)("%s cuts a client that reads nothing, counts it once and stays small", async (name) => {
  const feed = new FeedLog({ maxEvents: EVENTS, maxBytes: 1e9 });
  publish(feed, EVENTS);
  const before = process.memoryUsage().arrayBuffers;
  const [half, client] = await open(name, GREED[name], feed);

  let most = 0;
  await turns(() => {
    // A subscription is sent what comes: the kernel's buffers fill first, then the server's.
    if (name === "websocket" || name === "sse") publish(feed, 1);
    most = Math.max(most, process.memoryUsage().arrayBuffers);
    return half.counters().slowClients > 0;
  });
  // When it reads again it learns that it was cut.
  const closed = once(client, "close");
  client.resume();
  await closed;

  expect(half.counters().slowClients).toBe(1);
  expect(most - before).toBeLessThan(64 * 1024 ** 2);
});

it.each(["polling", "long-polling"] as const)(
  "%s answers a client that asks ahead and reads",
  async (name) => {
    const feed = new FeedLog({ maxEvents: EVENTS, maxBytes: 1e9 });
    publish(feed, EVENTS);
    // The newest 40 cursors: 13 MiB of answers, more than may wait unread.
    const asked = requests(name, EVENTS)
      .split(/(?=GET)/)
      .slice(-40);
    const [half, client] = await open(name, asked[0]!, feed);
    let next = 1;
    client.on("data", () => {
      // Two requests are under way at any time.
      while (next < asked.length && half.counters().requests >= next - 1) client.write(asked[next++]!);
    });
    client.resume();
    await turns(() => half.counters().requests === asked.length || client.destroyed);
    expect(half.counters()).toMatchObject({ requests: 40, eventsSent: (40 * 41) / 2, slowClients: 0 });
  },
);

it("long polling holds 64 requests of a connection, and cuts a client that asks for more", async () => {
  const feed = new FeedLog();
  const [modest, first] = await open("long-polling", requests("long-polling", 64), feed);
  await turns(() => modest.counters().requests === 64);
  publish(feed, 1);
  const [answer] = (await once(first.resume(), "data")) as [Buffer];
  expect(String(answer)).toContain("200 OK");
  expect(modest.counters().slowClients).toBe(0);
  first.destroy();
  await modest.close();

  const [half, client] = await open("long-polling", requests("long-polling", 65), new FeedLog());
  await once(client.resume(), "close");
  expect(half.counters()).toMatchObject({ slowClients: 1, eventsSent: 0 });
});
