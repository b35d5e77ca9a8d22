import type { Socket } from "node:net";
import type { FastifyReply } from "fastify";
import type { ServerTransport } from "../core/transport.ts";
import { TRANSPORTS } from "../core/transports.ts";
import { Answers } from "./answers.ts";
import { CURSOR_SCHEMA, HttpServer } from "./http-server.ts";

const [HOLD] = TRANSPORTS["long-polling"].params;

/** Requests of one connection that may wait at a time; a client has a use for one. */
const MAX_HELD = 64;

/** A request that waits for an event. */
interface Parked {
  readonly after: number;
  readonly reply: FastifyReply;
  readonly timer: NodeJS.Timeout;
}

/**
 * Long polling: `GET /long-polling?after=N&holdMs=25000` is held until there is an event or the hold ends.
 * A request leaves the parking set before it is answered, so an event that races the end of the hold is
 * given by exactly one of the two.
 */
export const longPolling = {
  name: "long-polling",
  create(context) {
    const server = new HttpServer(context);
    const answers = new Answers(context.feed);
    const parked = new Set<Parked>();
    const held = new WeakMap<Socket, number>();
    let flushing = false;

    const release = (waiting: Parked): void => {
      clearTimeout(waiting.timer);
      if (!parked.delete(waiting)) return;
      const { socket } = waiting.reply.request.raw;
      held.set(socket, (held.get(socket) ?? 1) - 1);
    };

    const park = (reply: FastifyReply, after: number, holdMs: number): void => {
      const { socket } = reply.request.raw;
      const count = (held.get(socket) ?? 0) + 1;
      if (count > MAX_HELD) {
        server.disconnect(socket);
        return;
      }
      held.set(socket, count);
      const timer = setTimeout(() => {
        release(waiting);
        server.answer(reply, answers.to(after));
      }, holdMs);
      const waiting: Parked = { after, reply, timer };
      parked.add(waiting);
      reply.raw.once("close", () => release(waiting));
    };

    const flush = (): void => {
      flushing = false;
      for (const waiting of parked) {
        const answer = answers.to(waiting.after);
        if (answer.status === "empty") continue;
        release(waiting);
        server.answer(waiting.reply, answer);
      }
    };

    // Events that came in one read of the publisher's socket are answered together, after the last of them.
    const unsubscribe = context.feed.subscribe(() => {
      if (flushing) return;
      flushing = true;
      queueMicrotask(flush);
    });

    server.app.addHook("preClose", async () => {
      unsubscribe();
      for (const waiting of parked) release(waiting);
    });

    const schema = {
      querystring: {
        type: "object",
        properties: {
          after: CURSOR_SCHEMA,
          holdMs: { type: "integer", minimum: 0, maximum: HOLD.max, default: HOLD.default },
        },
      },
    };
    server.app.get<{ Querystring: { after: number; holdMs: number } }>(
      "/long-polling",
      { schema },
      (request, reply) => {
        if (!server.asked(request)) return;
        const { after, holdMs } = request.query;
        const answer = answers.to(after);
        if (answer.status === "empty") park(reply, after, holdMs);
        else server.answer(reply, answer);
      },
    );
    return server;
  },
} satisfies ServerTransport;
