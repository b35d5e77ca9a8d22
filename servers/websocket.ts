import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import { WebSocket, WebSocketServer } from "ws";
import { type FeedEvent, type ServerTransport, WEBSOCKET_GONE } from "../core/transport.ts";
import { textFrame } from "./frame.ts";
import { HttpServer } from "./http-server.ts";
import { Push } from "./push.ts";

/** How long a client may take to answer the closing handshake. */
const CLOSE_GRACE_MS = 500;

/**
 * WebSocket: `GET /websocket?after=N` upgrade, then one text frame per event. `ws` does the handshake, control
 * frames and the close; events are framed here once and the same bytes written to every socket.
 */
export const websocket = {
  name: "websocket",
  create(context) {
    const server = new HttpServer(context);
    const push = new Push({ ...context, tally: server.tally, frame: framesOf });
    const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: 64 * 1024 });

    const subscribe = (webSocket: WebSocket, socket: Duplex, after: number): void => {
      let leave = (): void => {};
      webSocket.on("error", () => webSocket.terminate());
      webSocket.on("close", () => leave());
      const receiver = {
        socket,
        isOpen: () => webSocket.readyState === WebSocket.OPEN,
        gone: (oldest: number) => {
          webSocket.close(WEBSOCKET_GONE, String(oldest));
          return undefined;
        },
        cut: () => webSocket.terminate(),
      };
      leave = push.subscribe(receiver, after);
    };

    server.app.server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      // Node takes its own listener away before: a connection that is reset now would end the process.
      socket.on("error", () => {});
      const after = cursorOf(request.url);
      const refusal = !server.admits(request)
        ? "403 Forbidden"
        : after === undefined
          ? "400 Bad Request"
          : "";
      if (refusal !== "" || after === undefined) {
        socket.end(`HTTP/1.1 ${refusal}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
        return;
      }
      server.tally.requests++;
      sockets.handleUpgrade(request, socket, head, (webSocket) => subscribe(webSocket, socket, after));
    });

    server.app.get("/websocket", (_request, reply) => {
      reply.code(426).header("upgrade", "websocket").send({ error: "this address speaks WebSocket" });
    });

    server.app.addHook("preClose", async () => {
      push.stop();
      const closing = [...sockets.clients].map((webSocket) => {
        webSocket.close(1001, "server closing");
        return new Promise((resolve) => webSocket.once("close", resolve));
      });
      await Promise.race([Promise.all(closing), delay(CLOSE_GRACE_MS, undefined, { ref: false })]);
      for (const webSocket of sockets.clients) webSocket.terminate();
    });
    return server;
  },
} satisfies ServerTransport;

/** Events as text frames, end to end. */
function framesOf(events: readonly FeedEvent[]): Buffer {
  const frames = events.map((event) => textFrame(event.bytes));
  return frames.length === 1 ? frames[0]! : Buffer.concat(frames);
}

/** The cursor a subscription asks for, 0 when it names none; `undefined` when the address is not ours. */
function cursorOf(url = ""): number | undefined {
  const [path, query] = url.split("?", 2);
  if (path !== "/websocket") return undefined;
  const after = new URLSearchParams(query).get("after") ?? "0";
  return /^\d{1,15}$/.test(after) ? Number(after) : undefined;
}
