import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { BenchError } from "../core/errors.ts";
import type { Assets } from "./assets.ts";
import { admission, HOST, originOf } from "./guard.ts";
import { CONTROL_PATH } from "./protocol.ts";

/** Open connections; a browser takes six and the control channel. */
const MAX_CONNECTIONS = 64;

export interface FrontOptions {
  readonly assets: Assets;
  /** Origins that the page may talk to besides its own; `undefined` while they are not known yet. */
  readonly lanes: () => readonly string[] | undefined;
  /** A page that may have the control channel asks for it. */
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
}

/** What serves the page and takes its control channel: on loopback alone, to our own page alone. */
export class Front {
  readonly #options: FrontOptions;
  readonly #server: Server;
  #port = 0;

  constructor(options: FrontOptions) {
    this.#options = options;
    this.#server = createServer((request, response) => this.#answer(request, response));
    this.#server.maxConnections = MAX_CONNECTIONS;
    this.#server.on("upgrade", (request, socket, head) => this.#upgrade(request, socket, head));
  }

  get origin(): string {
    return originOf(this.#port);
  }

  /** Listens; port 0 takes a free one. @throws {BenchError} `LISTEN_FAILED` */
  listen(port: number): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.once("error", (cause: NodeJS.ErrnoException) => {
        const hint =
          cause.code === "EADDRINUSE"
            ? "another program has this port: choose one with --port, or 0 for a free one"
            : "";
        const message = `cannot listen on ${HOST}:${port} (${cause.code})`;
        reject(new BenchError("LISTEN_FAILED", message, { hint, cause }));
      });
      this.#server.listen({ host: HOST, port }, () => {
        this.#server.removeAllListeners("error");
        const address = this.#server.address();
        this.#port = typeof address === "object" && address !== null ? address.port : 0;
        resolve();
      });
    });
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const path = request.url?.split("?", 1)[0];
    switch (admission(request, this.#port)) {
      case "elsewhere":
        send(response, 307, "text/plain", "", { location: `${this.origin}${path === "/" ? "/" : ""}` });
        return;
      case "refused":
        send(response, 403, "text/plain", "only the demo's own page, at this machine's loopback address\n");
        return;
      default:
    }
    if (request.method !== "GET" && request.method !== "HEAD") {
      // What it sends is not read.
      send(response, 405, "text/plain", "", { allow: "GET, HEAD", connection: "close" });
      return;
    }
    const lanes = this.#options.lanes();
    if (lanes === undefined) {
      send(response, 503, "text/plain", "starting\n", { "retry-after": "1" });
      return;
    }
    const { html, script, style } = this.#options.assets;
    switch (path) {
      case "/":
        send(response, 200, "text/html; charset=utf-8", html, {
          "content-security-policy": this.#policy(lanes),
        });
        break;
      case "/demo.js":
        send(response, 200, "text/javascript; charset=utf-8", script);
        break;
      case "/demo.css":
        send(response, 200, "text/css; charset=utf-8", style);
        break;
      // Browsers ask for it unasked, and log what is missing as an error.
      case "/favicon.ico":
        send(response, 204, "image/x-icon", "");
        break;
      default:
        send(response, 404, "text/plain", "nothing here\n");
    }
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on("error", () => {});
    // Browsers always name an origin here, so who names none is a program of this machine.
    if (admission(request, this.#port) !== "admitted") refuse(socket, "403 Forbidden");
    else if (request.url !== CONTROL_PATH) refuse(socket, "404 Not Found");
    else if (this.#options.lanes() === undefined) refuse(socket, "503 Service Unavailable");
    else this.#options.upgrade(request, socket, head);
  }

  /** What the page may load and talk to: itself and the lanes. */
  #policy(lanes: readonly string[]): string {
    const own = this.origin;
    const origins = [own, ...lanes];
    const sockets = origins.map((origin) => origin.replace(/^http/, "ws"));
    return [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "img-src 'self' data:",
      `connect-src ${[...origins, ...sockets].join(" ")}`,
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ].join("; ");
  }
}

/** With every answer: no store, no guessing, no embedding, and a context of the page's own, whose timers are finer. */
const HEADERS = {
  "cache-control": "no-store",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
  "cross-origin-resource-policy": "same-origin",
};

function send(
  response: ServerResponse,
  status: number,
  type: string,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  const length = status === 204 ? {} : { "content-length": Buffer.byteLength(body) };
  response.writeHead(status, { ...HEADERS, "content-type": type, ...length, ...headers });
  response.end(body);
}

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
