import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { type WebSocket, WebSocketServer } from "ws";
import { Connection, type ConnectionHandler } from "../../../clients/wire/connection.ts";
import { type FrameHandler, FrameReader } from "../../../clients/wire/frame-reader.ts";
import { textFrame } from "../../../clients/wire/frame-writer.ts";
import { Handshake } from "../../../clients/wire/handshake.ts";
import type { Lab } from "../lab.ts";
import { exactly, type Line, type Row } from "../row.ts";
import { openSubject, tailFor } from "./halves.ts";
import { frameBytes } from "./parts.ts";
import { arrival, RawSocket } from "./raw-socket.ts";

// RFC 6455, 5.2: two bytes, two more for a length of 126 to 65,535, eight more above; four for a client's mask.
const FROM_SERVER = [
  { payload: 0, stream: 2 },
  { payload: 64, stream: 66 },
  { payload: 125, stream: 127 },
  { payload: 126, stream: 130 },
  { payload: 1000, stream: 1004 },
  { payload: 65_535, stream: 65_539 },
  { payload: 65_536, stream: 65_546 },
] as const;

const FROM_CLIENT = [
  { payload: 64, stream: 70 },
  { payload: 126, stream: 134 },
  { payload: 65_536, stream: 65_550 },
] as const;

/** No envelope is smaller than this. */
const SMALLEST_EVENT = 34;

export const serverFrames: Row = {
  id: "1",
  check: "WebSocket, server to client: bytes on the stream of one text message, counted at the socket",
  quick: true,
  seconds: 4,
  async run(lab) {
    return [...(await fromReference()), ...(await fromSubject()), ...(await inCells(lab))];
  },
};

export const clientFrames: Row = {
  id: "2",
  check: "WebSocket, client to server, masked: bytes on the stream of one text message",
  quick: true,
  seconds: 1,
  async run() {
    const server = await referenceServer();
    const client = new ReferenceClient(server.port);
    try {
      const webSocket = await server.connected;
      const lines: Line[] = [];
      for (const { payload, stream } of FROM_CLIENT) {
        const text = textOf(payload);
        const before = webSocket.bytesRead();
        const received = await arrival<string>((deliver) => {
          webSocket.socket.once("message", (data) => deliver(String(data)));
          client.connection.write(textFrame(text));
        });
        const cost = webSocket.bytesRead() - before;
        lines.push(exactly(`${payload} B, the product's frame to a ws server`, "B", stream, cost));
        lines.push(
          exactly(`${payload} B, unmasked by the ws server: as sent`, "", "yes", yes(received === text)),
        );
      }
      return lines;
    } finally {
      client.connection.destroy();
      await server.close();
    }
  },
};

/** `ws` sends, the product's connection and frame reader receive: what the socket counted, what the reader told. */
async function fromReference(): Promise<Line[]> {
  const server = await referenceServer();
  const client = new ReferenceClient(server.port);
  try {
    const { socket } = await server.connected;
    await client.opened;
    const lines: Line[] = [];
    for (const { payload, stream } of FROM_SERVER) {
      const before = client.connection.bytesRead;
      const told = await arrival<number>((deliver) => {
        client.onMessage = deliver;
        socket.send(textOf(payload));
      });
      const cost = client.connection.bytesRead - before;
      lines.push(exactly(`${payload} B from a ws server to the product's reader`, "B", stream, cost));
      lines.push(exactly(`${payload} B: what that reader told`, "B", stream, told));
    }
    return lines;
  } finally {
    client.connection.destroy();
    await server.close();
  }
}

/** The product's server half sends events of these sizes, a socket read by hand receives. */
async function fromSubject(): Promise<Line[]> {
  const { feed, half, port } = await openSubject("websocket");
  const socket = await RawSocket.connect(port);
  try {
    socket.write(
      `GET /websocket?after=0 HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
        "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n",
    );
    await socket.take((received) => received.includes("\r\n\r\n"));
    const lines: Line[] = [];
    for (const { payload, stream } of FROM_SERVER.filter(({ payload }) => payload >= SMALLEST_EVENT)) {
      const before = socket.bytesRead;
      feed.append(tailFor(feed.newest + 1, payload));
      await socket.take((received) => received.subarray(-2).equals(END));
      const cost = socket.bytesRead - before;
      lines.push(
        exactly(`${payload} B event from the product's server to a plain socket`, "B", stream, cost),
      );
    }
    return lines;
  } finally {
    socket.destroy();
    await half.close();
  }
}

const END = Buffer.from('"}');

/** What cells say an event costs beyond its envelope. */
async function inCells(lab: Lab): Promise<Line[]> {
  const lines: Line[] = [];
  // The short suite leaves out what needs a second and a third cell.
  for (const payloadBytes of lab.quick ? [18] : [18, 1000, 66_000]) {
    const { stream, cell } = await lab.measure({
      transport: "websocket",
      clients: 4,
      arrivals: "periodic",
      rate: 20,
      payloadBytes,
      warmupMs: 100,
      measureMs: 400,
    });
    const envelope = stream.envelope(1).length;
    const overhead = frameBytes(envelope) - envelope;
    const measured = cell.metrics.eventOverheadBytes ?? Number.NaN;
    lines.push(exactly(`a cell's eventOverheadBytes, events of ${envelope} B`, "B", overhead, measured));
  }
  return lines;
}

/** The reference implementation, without compression. */
async function referenceServer() {
  const server = new WebSocketServer({ host: "127.0.0.1", port: 0, perMessageDeflate: false });
  const connected = new Promise<{ socket: WebSocket; bytesRead: () => number }>((resolve) => {
    server.once("connection", (socket, request) => {
      // Where a frame breaks the protocol no message comes, which the row then tells.
      socket.on("error", () => {});
      resolve({ socket, bytesRead: () => request.socket.bytesRead });
    });
  });
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    connected,
    close: async () => {
      for (const socket of server.clients) socket.terminate();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The product's connection, handshake and frame reader, put together as its WebSocket client does. */
class ReferenceClient implements ConnectionHandler, FrameHandler {
  readonly connection: Connection;
  readonly opened: Promise<void>;
  /** Hears what a message cost, by the reader. */
  onMessage: (told: number) => void = () => {};
  readonly #handshake: Handshake;
  readonly #frames = new FrameReader(this);
  #stands = false;
  #resolve!: () => void;

  constructor(port: number) {
    this.opened = new Promise((resolve) => {
      this.#resolve = resolve;
    });
    this.#handshake = new Handshake({ target: "/", headers: `Host: 127.0.0.1:${port}\r\n` });
    this.connection = new Connection({ host: "127.0.0.1", port }, this);
  }

  connected(): void {
    this.connection.write(this.#handshake.request);
  }

  data(buffer: Buffer, end: number): void {
    let start = 0;
    if (!this.#stands) {
      start = this.#handshake.read(buffer, 0, end);
      if (start < 0) return;
      this.#stands = true;
      this.#resolve();
    }
    if (start < end) this.#frames.read(buffer, start, end);
  }

  message(_isText: boolean, _bytes: Uint8Array, start: number, end: number, framingBytes: number): void {
    this.onMessage(end - start + framingBytes);
  }

  ping(): void {}
  pong(): void {}
  close(): void {}
  ended(): void {}
}

const yes = (held: boolean): string => (held ? "yes" : "no");

/** Text of so many bytes that repeats with no power of two, so that a mask applied wrongly shows. */
const textOf = (bytes: number): string => "polls apart".repeat(Math.ceil(bytes / 11)).slice(0, bytes);
