import type { IncomingMessage, Server } from "node:http";
import type { Socket } from "node:net";
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import { BenchError } from "../core/errors.ts";
import type { ServerContext, ServerCounters, ServerHalf } from "../core/transport.ts";
import type { Bytes } from "../core/units.ts";
import type { Answer } from "./answers.ts";

/** Connections that wait to be accepted; the kernel's own cap usually is 4,096. */
const BACKLOG = 4096;
/** What an answer that waits costs besides its body: its head and the objects around it. */
const QUEUED_BYTES: Bytes = 1024;

/** The counters that a transport keeps itself; the rest is read off the sockets. */
export interface Tally {
  requests: number;
  emptyResponses: number;
  goneResponses: number;
  eventsSent: number;
  slowClients: number;
}

/**
 * What the HTTP-based transports share: a Fastify application that does not listen yet, the byte counts of
 * its sockets, and a clean end.
 */
export class HttpServer implements ServerHalf {
  readonly app: FastifyInstance;
  readonly tally: Tally = { requests: 0, emptyResponses: 0, goneResponses: 0, eventsSent: 0, slowClients: 0 };
  readonly #context: ServerContext;
  readonly #sockets = new Set<Socket>();
  /** Bytes of answers that wait for the answers before them, where a client sends requests ahead. */
  readonly #queued = new WeakMap<Socket, Bytes>();
  #connections = 0;
  #closedReceived = 0;
  #closedSent = 0;

  constructor(context: ServerContext) {
    this.#context = context;
    this.app = fastify({
      logger: false,
      // A client may be silent for as long as the longest poll interval.
      keepAliveTimeout: 72_000,
      forceCloseConnections: true,
      bodyLimit: 1024,
      return503OnClosing: false,
    });
    (this.app.server as Server).on("connection", (socket: Socket) => this.#track(socket));
    const { access } = context;
    if (access !== undefined) {
      this.app.addHook("onRequest", (request, reply, done) => {
        if (this.admits(request.raw)) {
          reply.header("access-control-allow-origin", access.origin);
          done();
        } else {
          reply.code(403).send({ error: "only the page that this server belongs to may ask it" });
        }
      });
    }
  }

  async listen(address: { host: string; port: number }): Promise<{ url: string }> {
    try {
      return { url: await this.app.listen({ ...address, backlog: BACKLOG }) };
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      throw new BenchError("LISTEN_FAILED", `cannot listen on ${address.host}:${address.port} (${code})`, {
        hint:
          code === "EADDRINUSE"
            ? "another program has this port: choose one with --port, or 0 for a free one"
            : "",
        cause: error,
      });
    }
  }

  async close(): Promise<void> {
    await this.app.close();
    for (const socket of this.#sockets) socket.destroy();
  }

  counters(): ServerCounters {
    let bytesReceived = this.#closedReceived;
    let bytesSent = this.#closedSent;
    for (const socket of this.#sockets) {
      bytesReceived += socket.bytesRead;
      bytesSent += socket.bytesWritten;
    }
    return { ...this.tally, connections: this.#connections, bytesReceived, bytesSent };
  }

  /**
   * Whether a request may be answered. Where access is limited: its host is ours by its address, so that no
   * foreign name was made to point here, and a browser that sends it does so for our page. Programs that are no
   * browser name no origin.
   */
  admits({ headers }: IncomingMessage): boolean {
    const { access } = this.#context;
    if (access === undefined) return true;
    // Without CORS another site's page names no origin; browsers then still say where it comes from.
    if (headers["sec-fetch-site"] === "cross-site") return false;
    const hostname = (headers.host ?? "").replace(/:\d{1,5}$/, "");
    return hostname === access.hostname && (headers.origin ?? access.origin) === access.origin;
  }

  /** Counts a request for events; false where it came with one at which its client was disconnected. */
  asked(request: FastifyRequest): boolean {
    this.tally.requests++;
    return !request.raw.socket.destroyed;
  }

  /** Sends what `Answers` made; a client that left earlier answers unread is disconnected instead. */
  answer(reply: FastifyReply, answer: Answer): void {
    const { socket } = reply.request.raw;
    if (socket.destroyed) return;
    if (Math.max(socket.writableLength, this.#queued.get(socket) ?? 0) > this.#context.maxBufferedBytes) {
      this.disconnect(socket);
      return;
    }
    // Until its turn an answer waits outside of the socket, which then does not count it.
    if (reply.raw.socket === null)
      this.#queue(reply, socket, answer.status === "events" ? answer.body.length : 0);
    switch (answer.status) {
      case "empty":
        this.tally.emptyResponses++;
        reply.code(204).send();
        break;
      case "events":
        this.tally.eventsSent += answer.events;
        reply.header("content-type", "application/json; charset=utf-8").send(answer.body);
        break;
      case "gone":
        this.tally.goneResponses++;
        reply.code(410).send({ oldest: answer.oldest });
        break;
      default:
        answer satisfies never;
    }
  }

  /** Ends the connection of a client that asks for more than it reads. */
  disconnect(socket: Socket): void {
    this.tally.slowClients++;
    socket.destroy();
  }

  #queue(reply: FastifyReply, socket: Socket, bodyBytes: Bytes): void {
    const bytes = QUEUED_BYTES + bodyBytes;
    this.#queued.set(socket, (this.#queued.get(socket) ?? 0) + bytes);
    reply.raw.once("finish", () => this.#queued.set(socket, (this.#queued.get(socket) ?? 0) - bytes));
  }

  #track(socket: Socket): void {
    this.#connections++;
    this.#sockets.add(socket);
    socket.once("close", () => {
      this.#sockets.delete(socket);
      this.#closedReceived += socket.bytesRead;
      this.#closedSent += socket.bytesWritten;
    });
  }
}

/** The largest cursor a request may name. */
export const CURSOR_SCHEMA = {
  type: "integer",
  minimum: 0,
  maximum: Number.MAX_SAFE_INTEGER,
  default: 0,
} as const;
