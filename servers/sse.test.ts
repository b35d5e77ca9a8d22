import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { setImmediate as turn } from "node:timers/promises";
import { afterEach, expect, it, vi } from "vitest";
import { encodeEnvelopeTail } from "../core/envelope.ts";
import type { ServerAccess } from "../core/transport.ts";
import { type FeedLimits, FeedLog } from "./feed.ts";
import type { HttpServer } from "./http-server.ts";
import { sse } from "./sse.ts";

const until = (what: string, isSo: () => boolean): Promise<void> =>
  vi.waitFor(
    () => {
      if (!isSo()) throw new Error(`waited in vain until ${what}`);
    },
    { timeout: 10_000, interval: 2 },
  );

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

interface Options {
  readonly limits?: FeedLimits;
  readonly access?: ServerAccess;
  readonly maxBufferedBytes?: number;
}

interface Subject {
  readonly feed: FeedLog;
  readonly server: HttpServer;
  readonly port: number;
  publish(events: number, data?: string): void;
}

async function serve({ limits, access, maxBufferedBytes = 1024 ** 2 }: Options = {}): Promise<Subject> {
  const feed = new FeedLog(limits);
  const server = sse.create({ feed, maxBufferedBytes, ...(access === undefined ? {} : { access }) });
  const { url } = await server.listen({ host: "127.0.0.1", port: 0 });
  closers.push(() => server.close());
  const publish = (events: number, data = "hello"): void => {
    for (let i = 0; i < events; i++) {
      const id = feed.newest + 1;
      feed.append(Buffer.from(encodeEnvelopeTail(id, id, data)));
    }
  };
  return { feed, server, port: Number(new URL(url).port), publish };
}

/** A client that keeps every byte it is sent. */
class Client {
  readonly socket: Socket;
  bytes = "";
  ended = false;

  constructor(port: number, after: number | string, headers: readonly string[] = []) {
    this.socket = connect(port, "127.0.0.1");
    this.socket.on("error", () => {});
    this.socket.on("data", (data: Buffer) => {
      this.bytes += data.toString("latin1");
    });
    this.socket.on("close", () => {
      this.ended = true;
    });
    const lines = [`GET /sse?after=${after} HTTP/1.1`, "Host: x", ...headers].join("\r\n");
    this.socket.write(`${lines}\r\n\r\n`);
    closers.push(() => this.socket.destroy());
  }

  get head(): string {
    return this.bytes.split("\r\n\r\n", 1)[0]!.toLowerCase();
  }

  get chunks(): string[] {
    const body = this.bytes.slice(this.bytes.indexOf("\r\n\r\n") + 4);
    return body === "" ? [] : unchunked(body);
  }

  get ids(): number[] {
    return this.chunks.flatMap((text) => {
      const id = /^id: (\d+)\ndata: \{"seq":(\d+),.*\}\n\n$/.exec(text);
      return id === null ? [] : id[1] === id[2] ? [Number(id[1])] : [Number.NaN];
    });
  }

  /** Waits until it has so many events. */
  async events(count: number): Promise<number[]> {
    await until(`${count} events have come`, () => this.ids.length >= count);
    return this.ids;
  }
}

/** The chunks of a chunked body as far as they are whole; throws where the coding is broken. */
function unchunked(body: string): string[] {
  const chunks: string[] = [];
  let at = 0;
  while (at < body.length) {
    const size = /^([0-9a-f]+)\r\n/.exec(body.slice(at));
    if (size === null) break;
    const length = Number.parseInt(size[1]!, 16);
    const from = at + size[0].length;
    if (body.length < from + length + 2) break;
    if (body.slice(from + length, from + length + 2) !== "\r\n") throw new Error(`no line end at ${from}`);
    chunks.push(body.slice(from, from + length));
    at = from + length + 2;
  }
  return chunks;
}

const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, i) => from + i);

it("sends what is newer than the cursor, then each event as it comes", async () => {
  const { port, publish } = await serve();
  publish(5);
  const client = new Client(port, 3);
  expect(await client.events(2)).toEqual([4, 5]);
  publish(1);
  expect(await client.events(3)).toEqual([4, 5, 6]);
  publish(3);
  expect(await client.events(6)).toEqual(range(4, 9));
});

it("says that it is a stream that no one may store, and when to come again", async () => {
  const { port } = await serve();
  const client = new Client(port, 0);
  await until("it begins", () => client.chunks.length > 0);
  expect(client.head).toContain("http/1.1 200 ok");
  expect(client.head).toContain("content-type: text/event-stream");
  expect(client.head).toContain("cache-control: no-store");
  expect(client.head).not.toContain("access-control");
  expect(client.chunks).toEqual(["retry: 1000\n\n"]);
});

it("takes 85 bytes for an envelope of 64 whose cursor has two digits", async () => {
  const { port, publish, feed } = await serve();
  publish(11);
  const client = new Client(port, 11);
  await until("it begins", () => client.chunks.length > 0);
  const before = client.bytes.length;
  const empty = `{"seq":12,${encodeEnvelopeTail(12, 12, "")}`.length;
  publish(1, "x".repeat(64 - empty));
  await client.events(1);
  const slice = feed.read(11);
  expect(slice.status === "events" && slice.events[0]?.bytes.length).toBe(64);
  expect(client.bytes.length - before).toBe(85);
});

it("resumes after any cursor without loss or repetition, by Last-Event-ID rather than by address", async () => {
  const { port, publish } = await serve();
  const seen: number[] = [];
  for (let round = 1; round <= 5; round++) {
    publish(7);
    const client = new Client(port, 0, seen.length === 0 ? [] : [`Last-Event-ID: ${seen.at(-1)}`]);
    seen.push(...(await client.events(7)));
    client.socket.resetAndDestroy();
    publish(7);
    const again = new Client(port, seen.at(-1)!);
    seen.push(...(await again.events(7)));
    again.socket.destroy();
  }
  expect(seen).toEqual(range(1, 70));
});

it("sends nothing up to a cursor that is ahead of the log", async () => {
  const { port, publish } = await serve();
  publish(3);
  const client = new Client(port, 5);
  await until("it begins", () => client.chunks.length > 0);
  for (let i = 0; i < 4; i++) {
    publish(1);
    await turn();
  }
  expect(await client.events(2)).toEqual([6, 7]);
});

it("tells a cursor older than the log that it is gone and goes on from the oldest", async () => {
  const { port, publish, server } = await serve({ limits: { maxEvents: 10, maxBytes: 1e6 } });
  publish(100);
  const client = new Client(port, 5);
  expect(await client.events(10)).toEqual(range(91, 100));
  expect(client.chunks[1]).toBe("id: 90\nevent: gone\ndata: 91\n\n");
  expect(server.counters().goneResponses).toBe(1);
  publish(1);
  expect((await client.events(11)).at(-1)).toBe(101);
});

it("counts what the clients count", async () => {
  const { port, publish, server } = await serve();
  const clients = [0, 1, 2].map(() => new Client(port, 0));
  publish(3);
  await Promise.all(clients.map((client) => client.events(3)));
  publish(20);
  await Promise.all(clients.map((client) => client.events(23)));
  expect(server.counters()).toMatchObject({
    connections: 3,
    requests: 3,
    eventsSent: 69,
    emptyResponses: 0,
    bytesSent: clients.reduce((sum, client) => sum + client.bytes.length, 0),
  });
});

it("lets a client go that hangs up", async () => {
  const { port, publish, server } = await serve();
  const client = new Client(port, 0);
  publish(1);
  await client.events(1);
  client.socket.end();
  await until("it is closed", () => client.ended);
  publish(5);
  await turn();
  expect(server.counters().eventsSent).toBe(1);
});

it.each([
  ["a cursor that is none", "x", [], 400],
  ["a negative cursor", -1, [], 400],
  ["an id that no event has", 0, ["Last-Event-ID: 12; drop"], 400],
] as const)("refuses %s", async (_, after, headers, status) => {
  const { port } = await serve();
  const client = new Client(port, after, headers);
  await until("it is answered", () => client.bytes !== "");
  expect(client.head).toContain(`http/1.1 ${status}`);
});

it("refuses HTTP/1.0, whose answers have an end, and streams nothing to HEAD", async () => {
  const { port } = await serve();
  for (const [request, status] of [
    ["GET /sse HTTP/1.0\r\n\r\n", 505],
    ["HEAD /sse HTTP/1.1\r\nHost: x\r\n\r\n", 404],
  ] as const) {
    const socket = connect(port, "127.0.0.1").on("error", () => {});
    closers.push(() => socket.destroy());
    socket.write(request);
    const [answer] = (await once(socket, "data")) as [Buffer];
    expect(String(answer)).toMatch(new RegExp(`^HTTP/1\\.1 ${status}`));
  }
});

it("cuts a connection that asks for a second stream behind the first", async () => {
  const { port, server, publish } = await serve();
  const client = new Client(port, 0);
  await until("the first stands", () => client.chunks.length > 0);
  client.socket.write("GET /sse HTTP/1.1\r\nHost: x\r\n\r\n");
  await until("it is cut", () => client.ended);
  publish(1);
  expect(server.counters()).toMatchObject({ slowClients: 1, eventsSent: 0 });
});

it("ends every stream in order when it closes, and frees the port", async () => {
  const { port, server, publish } = await serve();
  const client = new Client(port, 0);
  publish(1);
  await client.events(1);
  await server.close();
  await until("it is closed", () => client.ended);
  expect(client.chunks.at(-1)).toBe("");
  const late = connect(port, "127.0.0.1");
  const [error] = (await once(late, "error")) as [NodeJS.ErrnoException];
  expect(error.code).toBe("ECONNREFUSED");
});

it("answers one page only where access is limited, and no foreign name", async () => {
  const { port } = await serve({ access: { origin: "http://127.0.0.1:1", hostname: "127.0.0.1" } });
  const ask = async (host: string, origin?: string) => {
    const socket = connect(port, "127.0.0.1");
    closers.push(() => socket.destroy());
    const origins = origin === undefined ? "" : `Origin: ${origin}\r\n`;
    socket.write(`GET /sse HTTP/1.1\r\nHost: ${host}\r\n${origins}\r\n`);
    const [answer] = (await once(socket, "data")) as [Buffer];
    const [, status] = /^HTTP\/1\.1 (\d+)/.exec(String(answer)) ?? [];
    const [, allowed] = /access-control-allow-origin: (.*)\r\n/.exec(String(answer)) ?? [];
    return [Number(status), allowed];
  };
  for (const [host, origin, status, allowed] of [
    [`127.0.0.1:${port}`, "http://127.0.0.1:1", 200, "http://127.0.0.1:1"],
    ["127.0.0.1", undefined, 200, "http://127.0.0.1:1"],
    [`127.0.0.1:${port}`, "http://127.0.0.1:2", 403, undefined],
    [`127.0.0.1:${port}`, "null", 403, undefined],
    [`evil.example:${port}`, "http://127.0.0.1:1", 403, undefined],
    ["127.0.0.1.evil.example", undefined, 403, undefined],
  ] as const) {
    expect([host, origin, ...(await ask(host, origin))]).toEqual([host, origin, status, allowed]);
  }
});
