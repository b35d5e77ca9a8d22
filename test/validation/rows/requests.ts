import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { WebSocket, WebSocketServer } from "ws";
import type { TransportName } from "../../../core/transports.ts";
import { exactly, type Line, type Row } from "../row.ts";
import { openClient, openSubject } from "./halves.ts";
import { HANDSHAKE_DOWN_BYTES, handshakeUpBytes, leanGetBytes } from "./parts.ts";
import { arrival } from "./raw-socket.ts";

export const leanGet: Row = {
  id: "5",
  check: "the load client's lean GET: method, path, version, Host and nothing else",
  quick: true,
  seconds: 1,
  async run() {
    return [
      ...(await asked("polling", "/polling?after=0", { intervalMs: 20 })),
      ...(await asked("long-polling", "/long-polling?after=0&holdMs=25000")),
    ];
  },
};

export const handshake: Row = {
  id: "6",
  check: "WebSocket handshake without an offer of compression, bytes up and down",
  quick: true,
  seconds: 1,
  async run() {
    return [...(await byReference()), ...(await byProduct())];
  },
};

/** What a client of a transport sends to a server that answers every request with 204: two requests, to the byte. */
async function asked(
  name: TransportName,
  target: string,
  params: Readonly<Record<string, number>> = {},
): Promise<Line[]> {
  const server = createServer({ noDelay: true });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const expected = `GET ${target} HTTP/1.1\r\nHost: HOST\r\n\r\n`;
  let text = "";
  let connection: Socket | undefined;
  const second = arrival<void>((deliver) => {
    let requests = 0;
    server.on("connection", (socket) => {
      connection = socket;
      socket.on("error", () => {});
      socket.on("data", (chunk) => {
        text += chunk.toString("latin1");
        if (!text.endsWith("\r\n\r\n")) return;
        // The second stays unanswered, so no third follows.
        if (++requests === 2) deliver();
        else socket.write("HTTP/1.1 204 No Content\r\n\r\n");
      });
    });
  });
  const client = openClient(name, `http://${host}`, {}, params);
  try {
    await second;
    return [
      exactly(`${name}: two requests as sent`, "", readable(expected.repeat(2)), readable(text, host)),
      exactly(
        `${name}: one request, by the server's socket`,
        "B",
        leanGetBytes(target, host),
        (connection?.bytesRead ?? Number.NaN) / 2,
      ),
    ];
  } finally {
    client.close(0);
    connection?.destroy();
    server.close();
  }
}

/** `ws` against `ws`, and against the product's server. */
async function byReference(): Promise<Line[]> {
  const reference = new WebSocketServer({ host: "127.0.0.1", port: 0, perMessageDeflate: false });
  await once(reference, "listening");
  const subject = await openSubject("websocket");
  try {
    return [
      ...(await shaken("ws to ws", (reference.address() as AddressInfo).port, "/")),
      ...(await shaken("ws to the product's server", subject.port, "/websocket?after=0")),
    ];
  } finally {
    reference.close();
    await subject.half.close();
  }
}

async function shaken(what: string, port: number, target: string): Promise<Line[]> {
  const host = `127.0.0.1:${port}`;
  const client = new WebSocket(`ws://${host}${target}`, { perMessageDeflate: false });
  const opened = once(client, "open");
  try {
    const { up, down } = await arrival<{ up: number; down: number }>((deliver) => {
      client.once("upgrade", ({ socket }) => deliver({ up: socket.bytesWritten, down: socket.bytesRead }));
    });
    await opened;
    return [
      exactly(`${what}, path ${target}: up`, "B", handshakeUpBytes(target, host), up),
      exactly(`${what}, path ${target}: down`, "B", HANDSHAKE_DOWN_BYTES, down),
    ];
  } finally {
    client.terminate();
  }
}

/** The product's client, counted by what it tells and by the server's sockets. */
async function byProduct(): Promise<Line[]> {
  const subject = await openSubject("websocket");
  const target = "/websocket?after=0";
  const expected = handshakeUpBytes(target, `127.0.0.1:${subject.port}`);
  let close = (): void => {};
  try {
    const told = await arrival<{ up: number; down: number }>((deliver) => {
      const client = openClient("websocket", subject.url, { opened: (_, up, down) => deliver({ up, down }) });
      close = () => client.close(0);
    });
    const { bytesReceived, bytesSent } = subject.half.counters();
    return [
      exactly("the product's client: up, as it tells", "B", expected, told.up),
      exactly("the product's client: up, by the server's socket", "B", expected, bytesReceived),
      exactly("the product's client: down, as it tells", "B", HANDSHAKE_DOWN_BYTES, told.down),
      exactly("the product's client: down, by the server's socket", "B", HANDSHAKE_DOWN_BYTES, bytesSent),
    ];
  } finally {
    close();
    await subject.half.close();
  }
}

/** Line ends made visible, and the address, whose port is another one each time, by a word. */
const readable = (text: string, host = "HOST"): string =>
  text.replaceAll(host, "HOST").replaceAll("\r", "\\r").replaceAll("\n", "\\n");
