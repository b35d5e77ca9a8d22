import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ClientObserver, ClosedBytes, CloseReason } from "../core/transport.ts";
import { requestHeaders } from "./headers.ts";
import { websocket } from "./websocket.ts";

type Closed = [reason: CloseReason, bytes: ClosedBytes];

/** Resolves with how the connection ended; nothing else is of interest here. */
function observer(): { observer: ClientObserver; closed: Promise<Closed> } {
  let end: (how: Closed) => void = () => {};
  const closed = new Promise<Closed>((resolve) => {
    end = resolve;
  });
  const nothing = (): void => {};
  return {
    closed,
    observer: {
      received: nothing,
      opening: nothing,
      opened: nothing,
      requested: nothing,
      responded: nothing,
      event: nothing,
      controlled: nothing,
      skipped: nothing,
      gone: nothing,
      closed: (_client, reason, bytes) => end([reason, bytes]),
    },
  };
}

describe("a WebSocket handshake that is not answered", () => {
  let server: Server;
  beforeEach(async () => {
    server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
  });
  afterEach(() => {
    server.close();
  });

  /** Connects one client; gives what the server read of its handshake, and the socket it came on. */
  async function handshake(to: ClientObserver) {
    const pacer = { every() {}, after() {}, cancel() {}, uniform: () => 0.5 };
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const headers = requestHeaders("browser", 0);
    const half = websocket.create({ url, clients: 1, firstClient: 0, observer: to, pacer, headers });
    half.connect(0);
    const [socket] = (await once(server, "connection")) as [Socket];
    let text = "";
    for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
      text += chunk;
      if (text.endsWith("\r\n\r\n")) break;
    }
    return { half, socket, bytes: text.length };
  }

  it.each([
    ["lost", "because the server ended the connection"],
    ["asked", "because the client was closed first"],
  ] as const)("is told as stray bytes: %s, %s", async (reason, _why) => {
    const { observer: to, closed } = observer();
    const { half, socket, bytes } = await handshake(to);

    if (reason === "lost") socket.destroy();
    else half.close(0);

    expect(await closed).toEqual([reason, { socketUp: bytes, socketDown: 0, strayUp: bytes, strayDown: 0 }]);
    half.close(0);
    socket.destroy();
  });
});
