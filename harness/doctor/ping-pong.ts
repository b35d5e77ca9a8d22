import { connect, type Socket } from "node:net";
import type { Milliseconds } from "../../core/units.ts";
import type { LoopbackReading } from "./readings.ts";
import { type Spread, spreadOf } from "./spread.ts";

/** About an event's envelope. */
const MESSAGE = Buffer.alloc(64, "x");

export interface PingPongOptions {
  readonly port: number;
  /** Round trips that count, after the first ones, which only warm the path up (for half the time at most). */
  readonly exchanges: number;
  readonly warmup: number;
  /** Connections opened one after the other. */
  readonly connections: number;
  /** The round trips end early after this long, and the connections too. */
  readonly mostMs: Milliseconds;
  readonly now: () => Milliseconds;
  readonly signal: AbortSignal;
}

/** Opens connections to an echo and sends 64 bytes to and fro over the last one. Rejects when a socket fails. */
export async function pingPong(options: PingPongOptions): Promise<LoopbackReading> {
  const { now, signal } = options;
  const from = now();
  const spans: Milliseconds[] = [];
  let socket: Socket | undefined;
  const interrupt = (): void => {
    socket?.destroy(new Error("interrupted"));
  };
  signal.addEventListener("abort", interrupt);
  try {
    do {
      socket?.destroy();
      signal.throwIfAborted();
      const asked = now();
      socket = connect({ host: "127.0.0.1", port: options.port, noDelay: true });
      await opened(socket);
      spans.push(now() - asked);
    } while (spans.length < options.connections && now() - from < options.mostMs);
    return { connect: spreadOf(spans)!, roundTrip: await roundTrips(socket, options) };
  } finally {
    signal.removeEventListener("abort", interrupt);
    socket?.destroy();
  }
}

function opened(socket: Socket): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once("error", reject);
    socket.once("connect", () => {
      socket.off("error", reject);
      resolve();
    });
  });
}

function roundTrips(socket: Socket, options: PingPongOptions): Promise<Spread> {
  const { exchanges, warmup, mostMs, now } = options;
  return new Promise((resolve, reject) => {
    const from = now();
    const spans: Milliseconds[] = [];
    let done = 0;
    let received = 0;
    let sent = 0;
    const send = (): void => {
      received = 0;
      sent = now();
      socket.write(MESSAGE);
    };
    socket.on("error", reject);
    socket.on("close", () => reject(new Error("the other process closed the connection")));
    socket.on("data", (chunk) => {
      received += chunk.length;
      if (received < MESSAGE.length) return;
      const moment = now();
      done++;
      if (done > warmup || moment - from > mostMs / 2) spans.push(moment - sent);
      if (spans.length === exchanges || (spans.length > 0 && moment - from > mostMs)) {
        resolve(spreadOf(spans)!);
      } else {
        send();
      }
    });
    send();
  });
}
