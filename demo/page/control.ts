import type { Milliseconds } from "../../core/units.ts";
import { CONTROL_PATH, type FromDemo, PROTOCOL_VERSION, type ToDemo } from "../protocol.ts";
import type { ServerClock } from "./clock.ts";

/** Exchanges of a round, and how long until the next round. */
const EXCHANGES = 20;
const EXCHANGE_GAP_MS: Milliseconds = 25;
const ROUND_EVERY_MS: Milliseconds = 5000;
/** How the server closes the line of a page that it will not have: against its policy, or one too many. */
const REFUSED: readonly number[] = [1008, 1013];

/** A message with a number, before it has one. */
type Numbered = Extract<ToDemo, { n: number }>;
type Unnumbered<Message> = Message extends Numbered ? Omit<Message, "n"> : never;
/** What can be asked of the server. */
export type Command = Unnumbered<Numbered>;

export interface ControlOptions {
  readonly clock: ServerClock;
  readonly now: () => Milliseconds;
  readonly heard: (message: FromDemo) => void;
  /** The server is gone, or speaks another version than this page. */
  readonly lost: (why: string) => void;
}

/** The page's own line to the server, which does not cross the link. */
export class Control {
  readonly #options: ControlOptions;
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, (answer: Answer) => void>();
  #numbered = 0;
  #timer = 0;

  constructor(options: ControlOptions) {
    this.#options = options;
    this.#socket = new WebSocket(`${location.origin.replace(/^http/, "ws")}${CONTROL_PATH}`);
    this.#socket.onopen = () => this.#askTime(EXCHANGES);
    this.#socket.onmessage = ({ data }: MessageEvent<string>) => {
      const now = options.now();
      this.#hear(JSON.parse(data) as FromDemo, now);
    };
    this.#socket.onclose = ({ code, reason }) => {
      clearTimeout(this.#timer);
      for (const answer of this.#waiting.values()) answer({ done: false, why: "the server is gone" });
      this.#waiting.clear();
      options.lost(
        REFUSED.includes(code) && reason !== ""
          ? `The demo’s server refused this page: ${reason}.`
          : "The demo’s server is gone. Start bench demo again, then reload this page.",
      );
    };
  }

  /** Asks the server for something; resolves when it is done or refused, and never rejects. */
  ask(command: Command): Promise<Answer> {
    if (this.#socket.readyState !== WebSocket.OPEN) {
      return Promise.resolve({ done: false, why: "the server is gone" });
    }
    const n = ++this.#numbered;
    this.#socket.send(JSON.stringify({ ...command, n }));
    return new Promise((resolve) => this.#waiting.set(n, resolve));
  }

  #hear(message: FromDemo, now: Milliseconds): void {
    if (message.type === "clock") {
      this.#options.clock.take(message.sent, now, message.at);
      return;
    }
    if (message.type === "done" || message.type === "refused") {
      const answer = this.#waiting.get(message.n);
      this.#waiting.delete(message.n);
      answer?.(
        message.type === "done" ? { done: true, at: message.at } : { done: false, why: message.message },
      );
      return;
    }
    if (message.type === "hello" && message.version !== PROTOCOL_VERSION) {
      this.#options.lost("The demo’s server is of another version. Reload this page.");
      return;
    }
    this.#options.heard(message);
  }

  /** A round of exchanges, one after the other, and a timer for the next round. */
  #askTime(left: number): void {
    if (this.#socket.readyState !== WebSocket.OPEN) return;
    this.#socket.send(JSON.stringify({ type: "clock", sent: this.#options.now() } satisfies ToDemo));
    const [wait, next] = left > 1 ? [EXCHANGE_GAP_MS, left - 1] : [ROUND_EVERY_MS, EXCHANGES];
    this.#timer = window.setTimeout(() => this.#askTime(next), wait);
  }
}

/** How a command went. */
export type Answer =
  | { readonly done: true; readonly at: Milliseconds | undefined }
  | { readonly done: false; readonly why: string };
