import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createServer, type Server, type Socket } from "node:net";
import { afterEach, expect, it } from "vitest";
import type { ClientHalf, ClientObserver, Pacer } from "../core/transport.ts";
import { polling } from "./polling.ts";

/** Tells when a subscription stands; the rest is for others to test. */
class Watcher implements ClientObserver {
  onOpened = (): void => {};
  received(): void {}
  opening(): void {}
  opened = (): void => this.onOpened();
  requests = 0;
  requested = (): void => void this.requests++;
  onResponded = (): void => {};
  responded = (): void => this.onResponded();
  event(): void {}
  controlled(): void {}
  skipped(): void {}
  gone(): void {}
  closed(): void {}
}

type Order = readonly [what: "every" | "after" | "cancel", ms: number, action: (client: number) => void];

/** A pacer that hands its orders to the test, one by one. */
class HandPacer implements Pacer {
  readonly #orders: Order[] = [];
  #waiting: ((order: Order) => void) | undefined;
  every = (_client: number, ms: number, tick: (client: number) => void): void =>
    this.#put(["every", ms, tick]);
  after = (_client: number, ms: number, act: (client: number) => void): void => this.#put(["after", ms, act]);
  cancel = (): void => this.#put(["cancel", 0, () => {}]);
  uniform = (): number => 0.25;

  /** The next order, as soon as there is one. */
  async next(): Promise<Order> {
    return this.#orders.shift() ?? (await new Promise<Order>((resolve) => (this.#waiting = resolve)));
  }

  #put(order: Order): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (waiting === undefined) this.#orders.push(order);
    else waiting(order);
  }
}

let server: Server | undefined;
let half: ClientHalf | undefined;
const watcher = new Watcher();
const sockets: Socket[] = [];

afterEach(() => {
  half?.close(0);
  for (const socket of sockets.splice(0)) socket.destroy();
  server?.close();
});

/** The server's side of the connection of that number. */
async function accepted(connection: number): Promise<Socket> {
  while (sockets.length <= connection) await once(server!, "connection");
  return sockets[connection]!;
}

/** One polling client of a server that answers every request with 204. */
async function poll(params: Readonly<Record<string, number | string>>): Promise<HandPacer> {
  server = createServer((socket) => {
    sockets.push(socket);
    socket.on("error", () => {});
    socket.on("data", () => socket.write("HTTP/1.1 204 No Content\r\n\r\n"));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const pacer = new HandPacer();
  half = polling.create(
    {
      url: `http://127.0.0.1:${port}`,
      clients: 1,
      firstClient: 0,
      observer: watcher,
      pacer,
      headers: { fetch: (host) => `Host: ${host}\r\n`, handshake: () => "" },
    },
    params,
  );
  half.connect(0);
  return pacer;
}

it("asks at a fixed rate, once and for all connections", async () => {
  const pacer = await poll({ intervalMs: 1000 });
  const [what, ms, tick] = await pacer.next();
  expect([what, ms]).toEqual(["every", 1000]);

  (await accepted(0)).destroy();
  const [retry, , reconnect] = await pacer.next();
  expect(retry).toBe("after");
  const stands = new Promise<void>((resolve) => {
    watcher.onOpened = resolve;
  });
  reconnect(0);
  await stands;
  const second = await accepted(1);
  tick(0);
  await once(second, "data");
  // Neither the new connection nor its answer set anything going: the next order is the next retry.
  second.destroy();
  expect((await pacer.next())[0]).toBe("after");
});

it("asks a fixed delay after each answer, first after a random part of it", async () => {
  const pacer = await poll({ intervalMs: 1000, pacing: "fixed-delay" });
  expect((await pacer.next())[0]).toBe("cancel");
  let [what, ms, ask] = await pacer.next();
  expect([what, ms]).toEqual(["after", 250]);
  for (let answer = 0; answer < 3; answer++) {
    ask(0);
    [what, ms, ask] = await pacer.next();
    expect([what, ms]).toEqual(["after", 1000]);
  }
});

it("forgets, after a reconnect, what the connection before had still to ask", async () => {
  const pacer = await poll({ intervalMs: 1000, pacing: "fixed-delay" });
  await pacer.next();
  await pacer.next();
  (await accepted(0)).destroy();
  const [, , reconnect] = await pacer.next();
  reconnect(0);
  expect((await pacer.next())[0]).toBe("cancel");
  expect((await pacer.next()).slice(0, 2)).toEqual(["after", 250]);
});

it.each(["fixed-rate", "fixed-delay"])("asks for nothing more once it is quiet, at %s", async (pacing) => {
  const pacer = await poll({ intervalMs: 1000, pacing });
  let order = await pacer.next();
  if (order[0] === "cancel") order = await pacer.next();
  const [, , act] = order;
  const answered = new Promise<void>((resolve) => {
    watcher.onResponded = resolve;
  });
  act(0);
  await answered;
  if (pacing === "fixed-delay") await pacer.next(); // what follows the answer
  const asked = watcher.requests;

  half!.quiet?.(0);
  act(0);

  expect((await pacer.next())[0]).toBe("cancel");
  expect(watcher.requests).toBe(asked);
});
