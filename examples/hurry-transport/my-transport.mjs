// Short polling on bare node:http, nothing between: `GET /polling?after=N` is answered at once, 200 with a JSON
// array of what is newer, or 204.
import { createServer } from "node:http";

/**
 * The server half. It is told of events by the feed and says where it listens and what it counted.
 *
 * @type {import("polls-apart").ServerTransport}
 */
export const server = {
  name: "hurry",
  create: ({ feed, maxBufferedBytes }) => new Hurry(feed, maxBufferedBytes),
};

/** The client half: this server speaks as the built-in polling does, so the built-in client can load it. */
export const client = "polling";

/** The longest answer; what is left over comes with the next poll. */
const MAX_ANSWER_BYTES = 8 * 1024 ** 2;

/**
 * @typedef {import("polls-apart").ServerHalf} ServerHalf
 * @implements {ServerHalf}
 */
class Hurry {
  #feed;
  #maxBufferedBytes;
  /** Connections that are open: each counts its own bytes. @type {Set<import("node:net").Socket>} */
  #sockets = new Set();
  #counts = {
    connections: 0,
    requests: 0,
    emptyResponses: 0,
    goneResponses: 0,
    eventsSent: 0,
    slowClients: 0,
    bytesReceived: 0,
    bytesSent: 0,
  };
  // A client may be silent for as long as the longest poll interval.
  #http = createServer({ keepAliveTimeout: 72_000 }, (request, response) => this.#answer(request, response));

  /**
   * @param {import("polls-apart").Feed} feed
   * @param {number} maxBufferedBytes
   */
  constructor(feed, maxBufferedBytes) {
    this.#feed = feed;
    this.#maxBufferedBytes = maxBufferedBytes;
    this.#http.on("connection", (socket) => this.#count(socket));
  }

  /** @param {{ readonly host: string, readonly port: number }} address */
  async listen({ host, port }) {
    await new Promise((resolve, reject) => {
      this.#http.once("error", reject);
      this.#http.listen({ host, port, backlog: 4096 }, () => resolve(undefined));
    });
    const { port: taken } = /** @type {import("node:net").AddressInfo} */ (this.#http.address());
    return { url: `http://${host}:${taken}` };
  }

  async close() {
    const closed = new Promise((resolve) => this.#http.close(resolve));
    this.#http.closeAllConnections();
    await closed;
  }

  counters() {
    const counts = { ...this.#counts };
    for (const socket of this.#sockets) {
      counts.bytesReceived += socket.bytesRead;
      counts.bytesSent += socket.bytesWritten;
    }
    return counts;
  }

  /**
   * @param {import("node:http").IncomingMessage} request
   * @param {import("node:http").ServerResponse} response
   */
  #answer(request, response) {
    const cursor = /^\/polling\?after=(\d{1,15})$/.exec(request.url ?? "")?.[1];
    if (request.method !== "GET" || cursor === undefined) {
      response.writeHead(404).end();
      return;
    }
    this.#counts.requests++;
    if (request.socket.writableLength > this.#maxBufferedBytes) {
      this.#counts.slowClients++;
      request.socket.destroy();
      return;
    }
    const slice = this.#feed.read(Number(cursor), MAX_ANSWER_BYTES);
    if (slice.status === "gone") {
      this.#counts.goneResponses++;
      send(response, 410, JSON.stringify({ oldest: slice.oldest }));
    } else if (slice.events.length === 0) {
      this.#counts.emptyResponses++;
      response.writeHead(204).end();
    } else {
      this.#counts.eventsSent += slice.events.length;
      send(response, 200, `[${slice.events.map(({ bytes }) => bytes.toString()).join(",")}]`);
    }
  }

  /** @param {import("node:net").Socket} socket */
  #count(socket) {
    this.#counts.connections++;
    this.#sockets.add(socket);
    socket.once("close", () => {
      this.#sockets.delete(socket);
      this.#counts.bytesReceived += socket.bytesRead;
      this.#counts.bytesSent += socket.bytesWritten;
    });
  }
}

/**
 * @param {import("node:http").ServerResponse} response
 * @param {number} status
 * @param {string} json
 */
function send(response, status, json) {
  const body = Buffer.from(json);
  response.writeHead(status, { "content-type": "application/json", "content-length": body.length }).end(body);
}
