import { Agent, type ClientRequest, get, type IncomingMessage } from "node:http";
import { WebSocket } from "ws";
import type { Milliseconds } from "../core/units.ts";
import type { Lane } from "./protocol.ts";

/** Long polls of the crowd are held this long. */
const HOLD_MS: Milliseconds = 25_000;
/** How long a client waits before it comes again after a failure, and by up to how much longer. */
const RETRY_MS: Milliseconds = 500;

/** One background client: keeps itself connected and current, and throws away what it gets. */
export interface CrowdClient {
  /** The poll interval has changed. */
  repace?(): void;
  stop(): void;
}

export interface CrowdClientOptions {
  readonly url: string;
  /** The cursor to begin with. */
  readonly after: number;
  readonly pollIntervalMs: () => Milliseconds;
}

/** How a client of each lane behaves. */
export const CROWD_CLIENTS = {
  polling: (options) => new Poller(options),
  "long-polling": (options) => new LongPoller(options),
  sse: (options) => new Listener(options),
  websocket: (options) => new Subscriber(options),
} as const satisfies Readonly<Record<Lane, (options: CrowdClientOptions) => CrowdClient>>;

/** What they share: a connection of their own, a cursor, one timer, and coming again. */
abstract class Client implements CrowdClient {
  protected readonly options: CrowdClientOptions;
  protected readonly agent = new Agent({ keepAlive: true, maxSockets: 1 });
  protected after: number;
  protected stopped = false;
  #timer: NodeJS.Timeout | undefined;
  #request: ClientRequest | undefined;

  constructor(options: CrowdClientOptions) {
    this.options = options;
    this.after = options.after;
    // Spread out: they would all knock at once otherwise.
    this.later(Math.random() * RETRY_MS);
  }

  /** Asks, or opens what is pushed to it. */
  protected abstract go(): void;

  stop(): void {
    this.stopped = true;
    clearTimeout(this.#timer);
    this.#request?.destroy();
    this.agent.destroy();
  }

  protected later(ms: Milliseconds): void {
    clearTimeout(this.#timer);
    if (!this.stopped) this.#timer = setTimeout(() => this.go(), ms);
  }

  protected again(): void {
    this.later(RETRY_MS * (1 + Math.random()));
  }

  protected request(path: string, answered: (answer: IncomingMessage) => void, failed: () => void): void {
    this.#request = get(`${this.options.url}${path}`, { agent: this.agent }, answered).on("error", failed);
  }
}

/** What a long poll is answered with when all is well. */
const TAKEN: readonly number[] = [200, 204, 410];

/** Reads an answer to polls to its end; `done` gets the newest cursor in it, or nothing where there is none. */
function readEvents(answer: IncomingMessage, done: (newest: number | undefined) => void): void {
  const chunks: Buffer[] = [];
  answer.on("data", (chunk: Buffer) => chunks.push(chunk));
  answer.on("error", () => {});
  answer.on("end", () => done(newestIn(answer.statusCode, Buffer.concat(chunks).toString())));
}

function newestIn(status: number | undefined, body: string): number | undefined {
  if (status === 410) return (JSON.parse(body) as { oldest: number }).oldest - 1;
  if (status !== 200) return undefined;
  return (JSON.parse(body) as { seq: number }[]).at(-1)?.seq;
}

class Poller extends Client {
  #asking = false;

  repace(): void {
    this.later(Math.random() * this.options.pollIntervalMs());
  }

  protected go(): void {
    // The next tick does not depend on the answer, and passes by while one is outstanding.
    this.later(this.options.pollIntervalMs());
    if (this.#asking) return;
    this.#asking = true;
    const over = (): void => {
      this.#asking = false;
    };
    const answered = (answer: IncomingMessage): void => {
      answer.once("close", over);
      readEvents(answer, (newest) => {
        this.after = newest ?? this.after;
      });
    };
    this.request(`/polling?after=${this.after}`, answered, over);
  }
}

class LongPoller extends Client {
  protected go(): void {
    const answered = (answer: IncomingMessage): void => {
      let whole = false;
      answer.once("close", () => (whole ? this.later(0) : this.again()));
      readEvents(answer, (newest) => {
        // An answer that is none is followed by a pause, as no answer is.
        whole = TAKEN.includes(answer.statusCode ?? 0);
        this.after = newest ?? this.after;
      });
    };
    this.request(`/long-polling?after=${this.after}&holdMs=${HOLD_MS}`, answered, () => this.again());
  }
}

class Listener extends Client {
  protected go(): void {
    const answered = (answer: IncomingMessage): void => {
      let rest = "";
      answer.on("data", (chunk: Buffer) => {
        const blocks = (rest + chunk.toString("latin1")).split("\n\n");
        rest = blocks.pop() ?? "";
        for (const block of blocks) this.after = Number(/^id: (\d+)/.exec(block)?.[1] ?? this.after);
      });
      answer.on("error", () => {});
      answer.once("close", () => this.again());
    };
    this.request(`/sse?after=${this.after}`, answered, () => this.again());
  }
}

class Subscriber extends Client {
  #socket: WebSocket | undefined;

  override stop(): void {
    super.stop();
    this.#socket?.terminate();
  }

  protected go(): void {
    const url = `${this.options.url.replace("http", "ws")}/websocket?after=${this.after}`;
    const socket = new WebSocket(url, { perMessageDeflate: false });
    this.#socket = socket;
    socket.on("message", (data) => {
      this.after = (JSON.parse(String(data)) as { seq: number }).seq;
    });
    socket.on("error", () => {});
    socket.on("close", (code, reason) => {
      if (code === 4410) this.after = Number(String(reason)) - 1;
      this.again();
    });
  }
}
