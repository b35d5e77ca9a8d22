import type { ServerOptions, ToRole } from "../core/messages.ts";
import type { Milliseconds } from "../core/units.ts";
import type { Crew, Member } from "./crew.ts";
import { ANSWER_MS } from "./limits.ts";

/**
 * The server of a cell, which may be stalled or die and come back: whoever talks to it talks to the process
 * that serves at that time.
 */
export class Subject {
  readonly #crew: Crew;
  readonly #name: string;
  readonly #options: ServerOptions;
  #member: Member;
  #url = "";
  #start: Extract<ToRole, { type: "start" }> | undefined;

  constructor(crew: Crew, name: string, options: ServerOptions) {
    this.#crew = crew;
    this.#name = name;
    this.#options = options;
    this.#member = crew.hire("server", name);
  }

  /** The process that serves now. */
  get member(): Member {
    return this.#member;
  }

  /** Makes it listen; resolves with its address. */
  async listen(): Promise<string> {
    const { url = "" } = await this.#prepare(this.#options);
    this.#url = url;
    return url;
  }

  /** Tells it when the stream starts and what the window is. */
  start(message: Extract<ToRole, { type: "start" }>): void {
    this.#start = message;
    this.#member.send(message);
  }

  /** Keeps the process from running for a while. */
  async stall(forMs: Milliseconds): Promise<void> {
    const { process } = this.#member;
    process.pause();
    try {
      await this.#crew.sleep(forMs);
    } finally {
      process.resume();
    }
  }

  /** Kills the process; after a while a fresh one takes its place at the same address. */
  async restart(downMs: Milliseconds): Promise<void> {
    const { process } = this.#member;
    process.kill();
    await process.stop();
    await this.#crew.sleep(downMs);
    this.#member = this.#crew.hire("server", `${this.#name}, restarted`);
    await this.#prepare({ ...this.#options, port: Number(new URL(this.#url).port), resume: true });
    if (this.#start !== undefined) this.#member.send(this.#start);
  }

  #prepare(options: ServerOptions) {
    return this.#member.ask({ type: "prepare", options }, "ready", ANSWER_MS);
  }
}
