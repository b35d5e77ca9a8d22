import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { hostClock } from "../core/clock.ts";
import type { LinkSpec } from "../core/link.ts";
import { random } from "../core/random.ts";
import { MAX_QUEUED_BYTES, reset } from "./flow.ts";
import { TcpRelay } from "./tcp.ts";

const HOST = "127.0.0.1";
const MS = 1e6;
const MIB = 1024 ** 2;
const PLAIN: LinkSpec = { delayUpMs: 0, delayDownMs: 0, jitterMs: 0, stalls: [] };
const clock = hostClock();

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
});

/** A server that a test drives, with a relay before it. */
async function network(link: Partial<LinkSpec> = {}, serving = true, maxConnections = 1000) {
  const server: Server = createServer({ allowHalfOpen: true });
  server.listen(0, HOST);
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  if (!serving) server.close();
  const relay = new TcpRelay({
    link: { ...PLAIN, ...link },
    seed: 1,
    relay: 0,
    target: { host: HOST, port },
    clock,
    maxConnections,
    onFault: (error) => {
      throw error;
    },
  });
  const relayPort = await relay.listen(HOST);
  cleanups.push(
    () => server.close(),
    () => relay.close(),
  );
  /** A client, and the server's end of its connection. */
  const open = async (): Promise<{ client: Socket; peer: Socket }> => {
    const client = watched(connect({ host: HOST, port: relayPort, allowHalfOpen: true }));
    const [peer] = (await once(server, "connection")) as [Socket];
    return { client, peer: watched(peer) };
  };
  const dial = () => watched(connect({ host: HOST, port: relayPort, allowHalfOpen: true }));
  return { relay, open, dial };
}

/** A socket whose errors are its test's to look at, closed with the test. */
function watched(socket: Socket): Socket {
  socket.on("error", () => {});
  cleanups.push(() => socket.destroy());
  return socket;
}

/** Everything that a socket receives until its peer's end. */
function received(socket: Socket): Promise<Buffer> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    socket.on("data", (chunk) => chunks.push(chunk));
    socket.on("end", () => resolve(Buffer.concat(chunks)));
    socket.resume();
  });
}

/** The next so many bytes; leaves the socket flowing. */
function bytes(socket: Socket, count: number): Promise<Buffer> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const read = (chunk: Buffer) => {
      chunks.push(chunk);
      length += chunk.length;
      if (length < count) return;
      socket.off("data", read);
      resolve(Buffer.concat(chunks));
    };
    socket.on("data", read);
  });
}

/** Resolves with the error that a socket closed with; `undefined` where it was closed in order. */
function closed(socket: Socket): Promise<NodeJS.ErrnoException | undefined> {
  return new Promise((resolve) => {
    let fault: NodeJS.ErrnoException | undefined;
    socket.on("error", (error) => {
      fault = error;
    });
    socket.on("close", () => resolve(fault));
    socket.resume();
  });
}

/** Looks at something after every turn of the loop until it is so. */
async function until(look: () => boolean): Promise<void> {
  while (!look()) await new Promise((resolve) => setTimeout(resolve, 1));
}

function noise(length: number, name: string): Buffer {
  const source = random(5, name);
  return Buffer.from(Array.from({ length }, () => source.below(256)));
}

/** Writes data in pieces of random lengths. */
function writeSplit(socket: Socket, data: Buffer, name: string): void {
  const source = random(9, name);
  for (let at = 0; at < data.length; ) {
    const next = at + 1 + source.below(3000);
    socket.write(data.subarray(at, next));
    at = next;
  }
}

function expectNothingMissing(relay: TcpRelay): void {
  const { bytes: count } = relay.report();
  expect(count.fromClients).toBe(count.toServer + count.droppedUp);
  expect(count.fromServer).toBe(count.toClients + count.droppedDown);
}

describe("bytes through a relay", () => {
  it.each<[string, Partial<LinkSpec>]>([
    ["a plain line", {}],
    ["delay and jitter", { delayUpMs: 5, delayDownMs: 5, jitterMs: 5 }],
    ["a rate", { upBps: 20e6, downBps: 20e6 }], // pieces are cut
  ])("are the same at both ends, in order, with %s", async (_, link) => {
    const { relay, open } = await network(link);
    const { client, peer } = await open();
    const up = noise(100_000, "up");
    const down = noise(150_000, "down");
    const ends = Promise.all([received(peer), received(client)]);
    writeSplit(client, up, "client");
    writeSplit(peer, down, "server");
    client.end();
    peer.end();
    const [atServer, atClient] = await ends;
    expect(atServer.equals(up)).toBe(true);
    expect(atClient.equals(down)).toBe(true);
    await until(() => relay.open === 0);
    expect(relay.report()).toMatchObject({
      bytes: {
        fromClients: up.length,
        toServer: up.length,
        droppedUp: 0,
        fromServer: down.length,
        toClients: down.length,
        droppedDown: 0,
      },
      connections: 1,
      cutConnections: 0,
    });
  });

  it("are not sooner at the other end than the delay allows, the first after a round trip more", async () => {
    const { open } = await network({ delayUpMs: 20, delayDownMs: 30 });
    const accepted = clock.now();
    const { client, peer } = await open();
    client.write("a");
    await bytes(peer, 1);
    expect((clock.now() - accepted) / MS).toBeGreaterThanOrEqual(20 + 30 + 20);
    const answered = clock.now();
    peer.write("b");
    await bytes(client, 1);
    expect((clock.now() - answered) / MS).toBeGreaterThanOrEqual(30);
    const asked = clock.now();
    client.write("c");
    await bytes(peer, 1);
    expect((clock.now() - asked) / MS).toBeGreaterThanOrEqual(20);
  });

  it("take the time that the line needs for them", async () => {
    const { open } = await network({ downBps: 8e6 });
    const { client, peer } = await open();
    const start = clock.now();
    peer.write(Buffer.alloc(50_000));
    await bytes(client, 50_000);
    // A byte a microsecond.
    expect((clock.now() - start) / MS).toBeGreaterThanOrEqual(50);
  });

  it("wait while the link stalls, and its connections stay", async () => {
    const { relay, open } = await network({ stalls: [{ atMs: 0, forMs: 60 }] });
    const { client, peer } = await open();
    const start = clock.now();
    relay.start(start, start + 1000 * MS);
    client.write("up");
    peer.write("down");
    await Promise.all([bytes(peer, 2), bytes(client, 4)]);
    expect((clock.now() - start) / MS).toBeGreaterThanOrEqual(60);
    expect(relay.report().cutConnections).toBe(0);
  });

  it("are told how late they were, inside the window only", async () => {
    const { relay, open } = await network({ delayUpMs: 2 });
    const { client, peer } = await open();
    client.write("before");
    await bytes(peer, 6);
    relay.start(clock.now(), clock.now() + 10_000 * MS);
    client.write("within");
    await bytes(peer, 6);
    const { lateUp, lateDown } = relay.report();
    expect(lateUp.pairs.filter((_, i) => i % 2 === 1)).toEqual([1]);
    expect(lateDown.pairs).toEqual([]);
  });
});

describe("ends through a relay", () => {
  it("close one direction and leave the other open", async () => {
    const { relay, open } = await network({ delayUpMs: 2, delayDownMs: 2 });
    const { client, peer } = await open();
    client.end("question");
    expect((await received(peer)).toString()).toBe("question");
    // The client has ended; the server has not, and still answers.
    peer.end("answer");
    expect((await received(client)).toString()).toBe("answer");
    await until(() => relay.open === 0);
    expectNothingMissing(relay);
  });

  it("travel behind the data", async () => {
    const { open } = await network({ delayDownMs: 5, downBps: 10e6 });
    const { client, peer } = await open();
    peer.end(Buffer.alloc(30_000));
    expect((await received(client)).length).toBe(30_000);
  });

  it.each(["client", "peer"] as const)("by a reset of the %s reset the other side", async (side) => {
    const { relay, open } = await network({ delayUpMs: 2, delayDownMs: 2 });
    const ends = await open();
    const other = closed(side === "client" ? ends.peer : ends.client);
    ends[side].resetAndDestroy();
    expect((await other)?.code).toBe("ECONNRESET");
    await until(() => relay.open === 0);
    expect(relay.report().cutConnections).toBe(0);
  });

  it("reset the client where the server refuses it, a round trip later", async () => {
    const { relay, dial } = await network({ delayUpMs: 10, delayDownMs: 20 }, false);
    const start = clock.now();
    const client = dial();
    client.write("hello?");
    expect((await closed(client))?.code).toBe("ECONNRESET");
    expect((clock.now() - start) / MS).toBeGreaterThanOrEqual(30);
    await until(() => relay.open === 0);
    expect(relay.report().bytes).toMatchObject({ fromClients: 6, toServer: 0, droppedUp: 6 });
  });
});

describe("a cut", () => {
  it("breaks every connection without a word, and drops what is on its way", async () => {
    const { relay, open } = await network({
      delayUpMs: 5000,
      delayDownMs: 5000,
      cut: { kind: "at", atMs: [0], outageMs: 0 },
    });
    const pairs = [await open(), await open(), await open()];
    for (const { client, peer } of pairs) {
      client.write(Buffer.alloc(1000));
      peer.write(Buffer.alloc(3000));
    }
    await until(() => {
      const { bytes: count } = relay.report();
      return count.fromClients === 3000 && count.fromServer === 9000;
    });
    const ends = Promise.all(pairs.flatMap(({ client, peer }) => [closed(client), closed(peer)]));
    relay.start(clock.now(), clock.now() + 1000 * MS);
    expect((await ends).map((error) => error?.code)).toEqual(new Array(6).fill("ECONNRESET"));
    await until(() => relay.open === 0);
    expect(relay.report()).toMatchObject({
      bytes: {
        fromClients: 3000,
        toServer: 0,
        droppedUp: 3000,
        fromServer: 9000,
        toClients: 0,
        droppedDown: 9000,
      },
      connections: 3,
      cutConnections: 3,
    });
  });

  it("lets new connections in, which wait until the outage is over", async () => {
    const { relay, open } = await network({ cut: { kind: "at", atMs: [0], outageMs: 80 } });
    const first = await open();
    const broken = closed(first.client);
    const start = clock.now();
    relay.start(start, start + 1000 * MS);
    await broken;
    const { client, peer } = await open();
    client.write("again");
    expect((await bytes(peer, 5)).toString()).toBe("again");
    expect((clock.now() - start) / MS).toBeGreaterThanOrEqual(80);
    expect(relay.report().cutConnections).toBe(1);
  });

  it("of each by itself breaks them one after another, new ones as well", async () => {
    const { relay, open } = await network({ cut: { kind: "random", meanMs: 20, outageMs: 0 } });
    await open();
    await open();
    relay.start(clock.now(), clock.now() + 60_000 * MS);
    await until(() => relay.report().cutConnections === 2);
    const { client } = await open();
    expect((await closed(client))?.code).toBe("ECONNRESET");
    expect(relay.report().cutConnections).toBe(3);
  });

  it("in the middle of a flood leaves no byte unaccounted for", async () => {
    const { relay, open } = await network({
      delayUpMs: 100,
      delayDownMs: 100,
      jitterMs: 20,
      cut: { kind: "at", atMs: [0], outageMs: 0 },
    });
    const { client, peer } = await open();
    peer.resume();
    client.resume();
    const flood = (socket: Socket): void => {
      while (socket.writable && socket.write(Buffer.alloc(10_000)));
      socket.once("drain", () => flood(socket));
    };
    const ends = Promise.all([closed(client), closed(peer)]);
    flood(client);
    flood(peer);
    // Some has come through, and more is on its way, which counts as dropped for as long as it is.
    await until(() => {
      const { bytes: count } = relay.report();
      return [count.toServer, count.toClients, count.droppedUp, count.droppedDown].every((each) => each > 0);
    });
    relay.start(clock.now(), clock.now() + 1000 * MS);
    await ends;
    await until(() => relay.open === 0);
    const { bytes: count } = relay.report();
    expect(count.droppedUp + count.droppedDown).toBeGreaterThan(0);
    expectNothingMissing(relay);
  });
});

describe("a side that does not read", () => {
  it.each(["up", "down"] as const)("is felt by the other, going %s, and nothing is lost", async (way) => {
    const { relay, open } = await network({ delayUpMs: 1, delayDownMs: 1 });
    const { client, peer } = await open();
    const [sender, reader] = way === "up" ? [client, peer] : [peer, client];
    reader.pause();
    const total = 32 * MIB;
    sender.end(Buffer.alloc(total, "x"));
    const came = () => {
      const { bytes: count } = relay.report();
      return way === "up" ? count.fromClients : count.fromServer;
    };
    const handedOn = () => {
      const { bytes: count } = relay.report();
      return way === "up" ? count.toServer : count.toClients;
    };
    // What is queued has reached its bound, and nothing comes in any more although most is still to come.
    await until(() => came() - handedOn() >= MAX_QUEUED_BYTES);
    let before = -1;
    let still = 0;
    await until(() => {
      still = came() === before ? still + 1 : 0;
      before = came();
      return still === 50;
    });
    expect(before).toBeLessThan(total);
    expect(came() - handedOn()).toBeLessThan(MAX_QUEUED_BYTES + 64 * 1024 + 1);
    expect((await received(reader)).length).toBe(total);
    expectNothingMissing(relay);
  });
});

it("closing a relay leaves nothing open, whatever is on its way", async () => {
  const { relay, open, dial } = await network({ delayUpMs: 5000, delayDownMs: 5000 });
  const { client, peer } = await open();
  client.write("never");
  await until(() => relay.report().bytes.fromClients === 5);
  const ends = Promise.all([closed(client), closed(peer)]);
  await relay.close();
  expect(relay.open).toBe(0);
  await ends;
  expect(relay.report()).toMatchObject({ bytes: { fromClients: 5, droppedUp: 5 }, cutConnections: 0 });
  expect((await closed(dial()))?.code).toBe("ECONNREFUSED");
});

describe("a relay that is changed while it stands", () => {
  it("delays open connections by another delay from what they send next", async () => {
    const { relay, open } = await network();
    const { client, peer } = await open();
    client.write("a");
    await bytes(peer, 1);
    relay.reshape({ delayUpMs: 40, delayDownMs: 0, jitterMs: 0 });
    const sent = clock.now();
    client.write("b");
    await bytes(peer, 1);
    expect(clock.now() - sent).toBeGreaterThanOrEqual(39 * MS);
  });

  it("breaks every connection when it drops, refuses new ones, and lets them through once restored", async () => {
    const { relay, open, dial } = await network();
    const { client, peer } = await open();
    client.write("a");
    await bytes(peer, 1);
    const ends = Promise.all([closed(client), closed(peer)]);
    relay.drop();
    await ends;
    await closed(dial());
    expect(relay.counts()).toMatchObject({ connections: 2, cutConnections: 2 });
    relay.restore();
    const again = await open();
    again.client.write("x");
    expect(String(await bytes(again.peer, 1))).toBe("x");
  });

  it("closes a connection beyond its limit at once", async () => {
    const { open, dial, relay } = await network({}, true, 2);
    await open();
    await open();
    await received(dial());
    expect(relay.open).toBe(2);
  });
});

it("resets a socket whose end is just being told, and sees it closed", async () => {
  const { open } = await network();
  const { client } = await open();
  client.end();
  reset(client);
  await closed(client);
});
