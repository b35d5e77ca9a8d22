import { BenchError } from "../core/errors.ts";
import type { ServerOptions, ToRole } from "../core/messages.ts";
import type { Milliseconds } from "../core/units.ts";
import type { Crew, Member } from "./crew.ts";
import type { RoleProgram } from "./engine.ts";

/**
 * The server of a cell, which may be stalled or die and come back: whoever talks to it talks to the process
 * that serves at that time.
 */
export class Subject {
  readonly #crew: Crew;
  readonly #options: ServerOptions;
  #member: Member;
  /** Processes that stand ready to take its place: starting one in the window would take the cores from the rest. */
  readonly #spares: Member[];
  #url = "";
  #start: Extract<ToRole, { type: "start" }> | undefined;

  /**
   * @param restarts how often it may be killed
   * @param program whose program it runs; the harness's own when absent
   */
  constructor(crew: Crew, name: string, options: ServerOptions, restarts = 0, program?: RoleProgram) {
    this.#crew = crew;
    this.#options = options;
    this.#member = crew.hire("server", name, program);
    this.#spares = Array.from({ length: restarts }, () => crew.hire("server", `${name}, restarted`, program));
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

  /** Kills the process; after a while one that has served nothing takes its place at the same address. */
  async restart(downMs: Milliseconds): Promise<void> {
    const { process } = this.#member;
    process.kill();
    await process.stop();
    await this.#crew.sleep(downMs);
    const spare = this.#spares.shift();
    if (spare === undefined)
      throw new BenchError("INTERNAL", "the server was to restart more often than planned");
    this.#member = spare;
    await this.#prepare({ ...this.#options, port: Number(new URL(this.#url).port), resume: true });
    if (this.#start !== undefined) this.#member.send(this.#start);
  }

  #prepare(options: ServerOptions) {
    return this.#member.prepare(options);
  }
}
