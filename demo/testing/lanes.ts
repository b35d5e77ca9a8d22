import { WebSocket } from "ws";
import type { Lane } from "../protocol.ts";

interface Envelope {
  readonly seq: number;
  readonly at: number;
  readonly data: string;
}

/** A lane as a browser would read it, through its link: counts what it sees and comes again from its cursor. */
export class LaneReader {
  readonly events: Envelope[] = [];
  requests = 0;
  empty = 0;
  failures = 0;
  readonly #lane: Lane;
  readonly #url: string;
  readonly #origin: string;
  readonly #end = new AbortController();
  readonly #done: Promise<void>;
  after: number;

  constructor(lane: Lane, url: string, origin: string, after: number) {
    this.#lane = lane;
    this.#url = url;
    this.#origin = origin;
    this.after = after;
    this.#done = this.#run();
  }

  get seqs(): number[] {
    return this.events.map(({ seq }) => seq);
  }

  async stop(): Promise<void> {
    this.#end.abort();
    await this.#done;
  }

  async #run(): Promise<void> {
    while (!this.#end.signal.aborted) {
      try {
        await this.#once();
      } catch {
        if (!this.#end.signal.aborted) this.failures++;
      }
      // What comes at once would hide the test's other messages behind thousands of polls.
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  #once(): Promise<void> {
    switch (this.#lane) {
      case "polling":
        return this.#poll(`/polling?after=${this.after}`);
      case "long-polling":
        return this.#poll(`/long-polling?after=${this.after}&holdMs=25000`);
      case "sse":
        return this.#listen();
      case "websocket":
        return this.#subscribe();
      default:
        return this.#lane satisfies never;
    }
  }

  #take(event: Envelope): void {
    this.events.push(event);
    this.after = event.seq;
  }

  async #fetch(path: string): Promise<Response> {
    const headers = { origin: this.#origin };
    const answer = await fetch(`${this.#url}${path}`, { headers, signal: this.#end.signal });
    this.requests++;
    return answer;
  }

  async #poll(path: string): Promise<void> {
    const answer = await this.#fetch(path);
    if (answer.status === 204) this.empty++;
    else for (const event of (await answer.json()) as Envelope[]) this.#take(event);
  }

  async #listen(): Promise<void> {
    const answer = await this.#fetch(`/sse?after=${this.after}`);
    const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader();
    let rest = "";
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      const blocks = (rest + read.value).split("\n\n");
      rest = blocks.pop() ?? "";
      for (const block of blocks) {
        const [, data] = /^id: \d+\ndata: (.*)$/.exec(block) ?? [];
        if (data !== undefined) this.#take(JSON.parse(data) as Envelope);
      }
    }
  }

  #subscribe(): Promise<void> {
    const url = `${this.#url.replace("http", "ws")}/websocket?after=${this.after}`;
    const socket = new WebSocket(url, { headers: { origin: this.#origin } });
    const leave = (): void => socket.terminate();
    this.#end.signal.addEventListener("abort", leave);
    socket.on("open", () => {
      this.requests++;
    });
    socket.on("message", (data) => this.#take(JSON.parse(String(data)) as Envelope));
    return new Promise((resolve, reject) => {
      socket.on("error", reject);
      socket.on("close", () => {
        this.#end.signal.removeEventListener("abort", leave);
        resolve();
      });
    });
  }
}
