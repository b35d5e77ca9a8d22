import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { type RawData, WebSocket, WebSocketServer } from "ws";
import type { Bytes } from "../core/units.ts";
import { readCommand } from "./commands.ts";
import { CAPS, type FromDemo, type ToDemo } from "./protocol.ts";
import { Refusal } from "./settings.ts";

/** Unread bytes at which a page that does not read is let go. */
const MAX_UNREAD: Bytes = 1024 ** 2;

/** Close codes of the control channel (RFC 6455, section 7.4.1). */
const POLICY = 1008;
const UNSUPPORTED = 1003;
const TRY_LATER = 1013;
const GOING_AWAY = 1001;

/** What a command answers besides that it is done. */
export type Done = { readonly at?: number } | undefined;

export interface ControlOptions {
  /** What a page hears first. */
  readonly hello: () => Promise<FromDemo>;
  /** Does what a page asks; throws `Refusal` for what it does not do. `tell` reaches that page alone. */
  readonly perform: (
    command: Exclude<ToDemo, { type: "clock" }>,
    tell: (message: FromDemo) => void,
  ) => Promise<Done> | Done;
  /** Milliseconds on the stream's clock. */
  readonly now: () => number;
  /** A page has come or gone. */
  readonly changed: () => void;
  readonly onFault: (error: unknown) => void;
}

/** The control channel's server end: pages, their limits, and what they are told. */
export class Control {
  readonly #options: ControlOptions;
  readonly #sockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: CAPS.controlBytes,
  });

  /** Pages that have heard `hello`. */
  readonly #greeted = new Set<WebSocket>();

  constructor(options: ControlOptions) {
    this.#options = options;
  }

  get pages(): number {
    return this.#sockets.clients.size;
  }

  take(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.#sockets.handleUpgrade(request, socket, head, (page) => {
      // Its own errors end a connection, and the end is told.
      page.on("error", () => page.terminate());
      if (this.pages > CAPS.pages) {
        page.close(TRY_LATER, `at most ${CAPS.pages} pages at a time`);
        return;
      }
      const budget = { from: this.#options.now(), left: CAPS.controlPerSecond };
      page.on("message", (data, binary) => this.#hear(page, data, binary, budget));
      page.on("close", () => {
        this.#greeted.delete(page);
        this.#options.changed();
      });
      this.#options.changed();
      this.#greet(page).catch(this.#options.onFault);
    });
  }

  /** Tells every page. */
  tellAll(message: FromDemo): void {
    const text = JSON.stringify(message);
    for (const page of this.#greeted) sendText(page, text);
  }

  close(): void {
    for (const page of this.#sockets.clients) {
      page.close(GOING_AWAY, "the demo has ended");
      setTimeout(() => page.terminate(), 200).unref();
    }
  }

  async #greet(page: WebSocket): Promise<void> {
    const hello = await this.#options.hello();
    if (page.readyState !== WebSocket.OPEN) return;
    this.#greeted.add(page);
    tell(page, hello);
  }

  #hear(page: WebSocket, data: RawData, binary: boolean, budget: { from: number; left: number }): void {
    const now = this.#options.now();
    if (now - budget.from >= 1000) {
      budget.from = now;
      budget.left = CAPS.controlPerSecond;
    }
    if (budget.left-- <= 0) {
      page.close(POLICY, `at most ${CAPS.controlPerSecond} messages a second`);
      return;
    }
    const read = binary ? ({ kind: "nonsense" } as const) : readCommand(String(data));
    switch (read.kind) {
      case "nonsense":
        page.close(UNSUPPORTED, "not a message of this protocol");
        break;
      case "refused":
        tell(page, { type: "refused", n: read.n, message: read.message });
        break;
      case "command":
        if (read.command.type === "clock")
          tell(page, { type: "clock", sent: read.command.sent, at: this.#options.now() });
        else this.#perform(page, read.command).catch(this.#options.onFault);
        break;
      default:
        read satisfies never;
    }
  }

  async #perform(page: WebSocket, command: Exclude<ToDemo, { type: "clock" }>): Promise<void> {
    const { n } = command;
    try {
      const done = await this.#options.perform(command, (message) => tell(page, message));
      tell(page, { type: "done", n, ...done });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      tell(page, { type: "refused", n, message: error.message });
    }
  }
}

const tell = (page: WebSocket, message: FromDemo): void => sendText(page, JSON.stringify(message));

function sendText(page: WebSocket, text: string): void {
  if (page.readyState !== WebSocket.OPEN) return;
  page.send(text);
  if (page.bufferedAmount > MAX_UNREAD) page.terminate();
}
