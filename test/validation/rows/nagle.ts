import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { between, type Line, type Row, shown } from "../row.ts";
import { openSubject, tailFor } from "./halves.ts";
import { arrival, RawSocket } from "./raw-socket.ts";

/** At first the kernel acknowledges at once ("quick ACK"), so that nothing has to wait: these are dropped. */
const DROPPED = 5;
/** The median of so many stands for the rest. */
const EXCHANGES = 25;

/**
 * Linux waits 40 ms for data to send an acknowledgement along with (TCP_DELACK_MIN). A sender that holds small
 * writes back until what it sent is acknowledged (Nagle, RFC 896) waits as long with its second write.
 */
const DELAYED = { low: 40, high: 45 };
const PROMPT = { low: 0, high: 1 };

export const nagle: Row = {
  id: "23",
  check:
    "Nagle canary, write-write-read, median: a socket without noDelay waits for the other side's delayed " +
    "acknowledgement, 40 ms that would pass for the transport's latency. Hence noDelay on every socket",
  quick: true,
  seconds: 3,
  async run() {
    const off = await exchanges(false);
    const on = await exchanges(true);
    return [
      line("plain sockets, noDelay off", DELAYED, off),
      line("plain sockets, noDelay on", PROMPT, on),
      line("the product's WebSocket server, two events in two turns", PROMPT, await servedTwice()),
    ];
  },
};

const line = (what: string, { low, high }: { low: number; high: number }, times: readonly number[]): Line => {
  const median = times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN;
  return between(`${what}, median of ${shown(times.length)}`, "ms", low, high, median);
};

/** Two writes of one byte each, then the answer to both: how long each exchange took, in ms. */
async function exchanges(noDelay: boolean): Promise<number[]> {
  const server = createServer({ noDelay: true }, (socket) => {
    let received = 0;
    socket.on("error", () => {});
    socket.on("data", ({ length }) => {
      received += length;
      for (; received >= 2; received -= 2) socket.write("!");
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const socket = connect({ host: "127.0.0.1", port, noDelay });
  try {
    await once(socket, "connect");
    return await timed(() => exchange(socket));
  } finally {
    socket.destroy();
    server.close();
  }
}

async function exchange(socket: Socket): Promise<void> {
  const answered = once(socket, "data");
  socket.write("a");
  socket.write("b");
  await answered;
}

/**
 * The product's server writes twice, then hears from its client: two events that enter its log in two turns of
 * the loop, and an unasked-for pong, which the other side may send at any time (RFC 6455, 5.5.3).
 */
async function servedTwice(): Promise<number[]> {
  const { feed, half, port } = await openSubject("websocket");
  const socket = await RawSocket.connect(port);
  try {
    socket.write(
      `GET /websocket?after=0 HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
        "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n",
    );
    await socket.take((received) => received.includes("\r\n\r\n"));
    const publish = (): void => void feed.append(tailFor(feed.newest + 1, 64));
    return await timed(async () => {
      publish();
      await arrival<void>((deliver) => setImmediate(deliver));
      publish();
      await socket.take((received) => received.length >= 2 * 66);
      socket.write(PONG);
    });
  } finally {
    socket.destroy();
    await half.close();
  }
}

/** An empty pong, masked as a client must. */
const PONG = Uint8Array.of(0x8a, 0x80, 1, 2, 3, 4);

/** How long each of the exchanges took that count, in ms. */
async function timed(once: () => Promise<void>): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i < DROPPED + EXCHANGES; i++) {
    const began = performance.now();
    await once();
    if (i >= DROPPED) times.push(performance.now() - began);
  }
  return times;
}
