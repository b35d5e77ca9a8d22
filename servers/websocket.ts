import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import { WebSocket, WebSocketServer } from "ws";
import { type FeedEvent, type ServerTransport, WEBSOCKET_GONE } from "../core/transport.ts";
import { textFrame } from "./frame.ts";
import { HttpServer } from "./http-server.ts";

/** How long a client may take to answer the closing handshake. */
const CLOSE_GRACE_MS = 500;

/** Backlog handed to a socket at a time, so that a resuming client never costs more memory than this. */
const BACKLOG_BYTES = 256 * 1024;

/** A client, and how far it has been sent the feed. */
interface Subscriber {
  readonly socket: Duplex;
  readonly webSocket: WebSocket;
  cursor: number;
  /** Caught up: events go to it as they come. */
  live: boolean;
}

/**
 * WebSocket: `GET /websocket?after=N` upgrade, then one text frame per event. `ws` does the handshake, control
 * frames and the close; events are framed here once and the same bytes written to every socket. A client that
 * resumes is sent the backlog as fast as it reads, then joins the broadcast.
 */
export const websocket = {
  name: "websocket",
  create(context) {
    const { feed, maxBufferedBytes } = context;
    const server = new HttpServer(context);
    const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: 64 * 1024 });
    const subscribers = new Set<Subscriber>();

    const catchUp = (subscriber: Subscriber): void => {
      const { socket, webSocket } = subscriber;
      while (webSocket.readyState === WebSocket.OPEN) {
        const slice = feed.read(subscriber.cursor, BACKLOG_BYTES);
        if (slice.status === "gone") {
          server.tally.goneResponses++;
          webSocket.close(WEBSOCKET_GONE, String(slice.oldest));
          return;
        }
        const last = slice.events.at(-1);
        if (last === undefined) {
          subscriber.live = true;
          return;
        }
        subscriber.cursor = last.seq;
        server.tally.eventsSent += slice.events.length;
        const room = socket.write(framesOf(slice.events));
        if (!room) {
          socket.once("drain", () => catchUp(subscriber));
          return;
        }
      }
    };

    const subscribe = (webSocket: WebSocket, socket: Duplex, after: number): void => {
      const subscriber: Subscriber = { socket, webSocket, cursor: after, live: false };
      webSocket.on("error", () => webSocket.terminate());
      webSocket.on("close", () => subscribers.delete(subscriber));
      subscribers.add(subscriber);
      catchUp(subscriber);
    };

    const send = (subscriber: Subscriber, events: readonly FeedEvent[], frames: Buffer): void => {
      const { socket, webSocket } = subscriber;
      if (webSocket.readyState !== WebSocket.OPEN) return;
      subscriber.cursor = events.at(-1)!.seq;
      server.tally.eventsSent += events.length;
      socket.write(frames);
      if (socket.writableLength > maxBufferedBytes) {
        server.tally.slowClients++;
        webSocket.terminate();
      }
    };

    // Events that came in one read of the publisher's socket leave together: framed once, one write a client.
    let fresh: FeedEvent[] = [];
    const broadcast = (): void => {
      const events = fresh;
      fresh = [];
      const frames = framesOf(events);
      const before = events[0]!.seq - 1;
      for (const subscriber of subscribers) {
        if (!subscriber.live) continue;
        if (subscriber.cursor === before) send(subscriber, events, frames);
        else catchUp(subscriber);
      }
    };
    const unsubscribe = feed.subscribe((event) => {
      if (fresh.push(event) === 1) queueMicrotask(broadcast);
    });

    server.app.server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      const after = cursorOf(request.url);
      if (after === undefined) {
        socket.end("HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
        return;
      }
      server.tally.requests++;
      sockets.handleUpgrade(request, socket, head, (webSocket) => subscribe(webSocket, socket, after));
    });

    server.app.get("/websocket", (_request, reply) => {
      reply.code(426).header("upgrade", "websocket").send({ error: "this address speaks WebSocket" });
    });

    server.app.addHook("preClose", async () => {
      unsubscribe();
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
