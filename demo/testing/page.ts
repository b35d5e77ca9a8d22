import { once } from "node:events";
import { WebSocket } from "ws";
import { CONTROL_PATH, type DemoSettings, type DemoStats, type FromDemo, type ToDemo } from "../protocol.ts";

type Of<Type extends FromDemo["type"]> = Extract<FromDemo, { type: Type }>;
type Unnumbered<Command> = Command extends { n: number } ? Omit<Command, "n"> : never;

/** The control channel as the page has it. */
export class TestPage {
  readonly heard: FromDemo[] = [];
  readonly socket: WebSocket;
  closedWith: number | undefined;
  #n = 0;
  readonly #listeners = new Set<(message: FromDemo) => void>();

  constructor(url: string, headers: Readonly<Record<string, string>> = { origin: new URL(url).origin }) {
    const address = new URL(CONTROL_PATH, url.replace(/^http/, "ws"));
    this.socket = new WebSocket(address, { headers });
    this.socket.on("message", (data) => {
      const message = JSON.parse(String(data)) as FromDemo;
      this.heard.push(message);
      for (const listener of this.#listeners) listener(message);
    });
    this.socket.on("error", () => {});
    this.socket.on("close", (code) => {
      this.closedWith = code;
    });
  }

  /** A page that has heard `hello`. */
  static async open(url: string): Promise<TestPage> {
    const page = new TestPage(url);
    await page.next("hello");
    return page;
  }

  get hello(): Of<"hello"> {
    return this.heard[0] as Of<"hello">;
  }

  /** The next message of a kind that is as asked for. */
  next<Type extends FromDemo["type"]>(
    type: Type,
    isSo: (message: Of<Type>) => boolean = () => true,
  ): Promise<Of<Type>> {
    return new Promise((resolve) => {
      const listener = (message: FromDemo): void => {
        if (message.type !== type || !isSo(message as Of<Type>)) return;
        this.#listeners.delete(listener);
        resolve(message as Of<Type>);
      };
      this.#listeners.add(listener);
    });
  }

  /** Sends a command; resolves with its answer. */
  async ask(command: Unnumbered<ToDemo>): Promise<Of<"done"> | Of<"refused">> {
    const n = ++this.#n;
    const numbered = (message: { readonly n: number }): boolean => message.n === n;
    const answer = Promise.race([this.next("done", numbered), this.next("refused", numbered)]);
    this.socket.send(JSON.stringify({ ...command, n }));
    return await answer;
  }

  /** Changes settings, which must be allowed. */
  async set(settings: Partial<DemoSettings>): Promise<void> {
    const answer = await this.ask({ type: "set", settings });
    if (answer.type === "refused") throw new Error(answer.message);
  }

  /** Fresh counts. */
  async count(): Promise<DemoStats> {
    const stats = this.next("stats");
    await this.ask({ type: "count" });
    return (await stats).stats;
  }

  async close(): Promise<void> {
    if (this.socket.readyState === WebSocket.CLOSED) return;
    const closed = once(this.socket, "close");
    this.socket.close();
    await closed;
  }
}
