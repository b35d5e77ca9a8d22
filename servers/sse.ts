import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import type { FeedEvent, ServerTransport } from "../core/transport.ts";
import type { Milliseconds } from "../core/units.ts";
import { CURSOR_SCHEMA, HttpServer } from "./http-server.ts";
import { Push } from "./push.ts";

/** What an EventSource is told to wait before it comes again. */
const RETRY_MS: Milliseconds = 1000;
/** How long a stream's end may take to leave. */
const CLOSE_GRACE_MS = 500;

/**
 * Server-sent events: `GET /sse?after=N`, one answer that never ends. An event's `id:` is its cursor, so that an
 * EventSource that comes again resumes by itself: its `Last-Event-ID` wins over the address it was made with. A
 * cursor that the log no longer reaches back to is told in the stream, as no browser shows a refused answer:
 * `event: gone` with the oldest cursor as its data, and the stream goes on from there.
 *
 * Node writes the answer's head; each event is framed here once, its chunk of the chunked coding included, and the
 * same bytes written to every socket.
 */
export const sse = {
  name: "sse",
  create(context) {
    const server = new HttpServer(context);
    const push = new Push({ ...context, tally: server.tally, frame: chunksOf });
    const open = new Set<Socket>();

    const stream = (answer: ServerResponse, socket: Socket, after: number): void => {
      open.add(socket);
      const receiver = {
        socket,
        isOpen: () => open.has(socket),
        gone: (oldest: number) => {
          socket.write(chunk(`id: ${oldest - 1}\nevent: gone\ndata: ${oldest}\n\n`));
          return oldest - 1;
        },
        cut: () => socket.destroy(),
      };
      socket.write(RETRY);
      const leave = push.subscribe(receiver, after);
      answer.once("close", () => {
        open.delete(socket);
        leave();
      });
    };

    const schema = { querystring: { type: "object", properties: { after: CURSOR_SCHEMA } } };
    const route = { schema, exposeHeadRoute: false };
    server.app.get<{ Querystring: { after: number } }>("/sse", route, (request, reply) => {
      const after = lastEventId(request.raw) ?? request.query.after;
      if (after === "invalid") {
        reply.code(400).send({ error: "Last-Event-ID: expected the id of one of these events" });
        return;
      }
      if (request.raw.httpVersionMinor === 0) {
        reply.code(505).send({ error: "an endless answer needs HTTP/1.1" });
        return;
      }
      if (!server.asked(request)) return;
      const { socket } = request.raw;
      // A stream has no end, so whoever asks again on the same connection will never be answered.
      if (open.has(socket) || reply.raw.socket === null) {
        server.disconnect(socket);
        return;
      }
      reply.hijack();
      reply.raw.writeHead(200, {
        ...(reply.getHeaders() as Record<string, string>),
        "content-type": "text/event-stream",
        "cache-control": "no-store",
        "transfer-encoding": "chunked",
      });
      reply.raw.flushHeaders();
      stream(reply.raw, socket, after);
    });

    server.app.addHook("preClose", async () => {
      push.stop();
      const ending = [...open].map((socket) => {
        open.delete(socket);
        return new Promise<void>((resolve) => {
          socket.once("close", () => resolve());
          socket.end(LAST_CHUNK, () => resolve());
        });
      });
      await Promise.race([Promise.all(ending), delay(CLOSE_GRACE_MS, undefined, { ref: false })]);
    });
    return server;
  },
} satisfies ServerTransport;

/** One chunk of the chunked transfer coding (RFC 9112, section 7.1). */
function chunk(text: string): Buffer {
  return Buffer.from(`${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`);
}

/** Events as chunks, end to end: one chunk an event, so that what an event costs does not depend on its neighbours. */
function chunksOf(events: readonly FeedEvent[]): Buffer {
  const parts = events.flatMap(({ seq, bytes }) => {
    const head = `id: ${seq}\ndata: `;
    const length = head.length + bytes.length + 2;
    return [Buffer.from(`${length.toString(16)}\r\n${head}`, "latin1"), bytes, END];
  });
  return Buffer.concat(parts);
}

const END = Buffer.from("\n\n\r\n");
const LAST_CHUNK = "0\r\n\r\n";
const RETRY = chunk(`retry: ${RETRY_MS}\n\n`);

/** The cursor that an EventSource resumes from; `undefined` where it has none yet. */
function lastEventId({ headers }: IncomingMessage): number | undefined | "invalid" {
  const id = headers["last-event-id"];
  if (id === undefined || id === "") return undefined;
  return typeof id === "string" && /^\d{1,15}$/.test(id) ? Number(id) : "invalid";
}
