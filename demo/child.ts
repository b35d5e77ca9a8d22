import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { BenchError, type ErrorData } from "../core/errors.ts";
import type { Milliseconds } from "../core/units.ts";

/** How long a child may take to leave when it is told to. */
const STOP_GRACE_MS: Milliseconds = 500;

/** Node's arguments that run a child's program. */
export type Program = readonly string[];

/** The programs beside this one in the built package. */
export const PROGRAMS = {
  subject: [fileURLToPath(new URL("./subject.js", import.meta.url))],
  crowd: [fileURLToPath(new URL("./crowd-host.js", import.meta.url))],
} as const satisfies Readonly<Record<string, Program>>;

export interface ChildOptions<From> {
  readonly name: string;
  readonly program: Program;
  readonly hear: (message: Exclude<From, { type: "failed" }>) => void;
  /** It failed, or ended by itself; called once at most. */
  readonly onFault: (error: BenchError) => void;
}

/** A process of the demo's own, spoken to by plain messages. It leaves when this one does. */
export class Child<To extends { type: string }, From extends { type: string }> {
  readonly #child: ChildProcess;
  readonly #options: ChildOptions<From>;
  readonly #gone: Promise<void>;
  #over = false;
  #leaving = false;

  constructor(options: ChildOptions<From>) {
    this.#options = options;
    this.#child = spawn(process.execPath, [...options.program], {
      stdio: ["ignore", "ignore", "inherit", "ipc"],
      // In a group of its own: a terminal's Ctrl-C would end it while it still starts, before it can ignore that.
      detached: process.platform !== "win32",
    });
    this.#gone = new Promise((resolve) => this.#child.once("close", () => resolve()));
    this.#child.on("message", (message) => this.#hear(message as From));
    this.#child.on("error", (cause) => this.#fail(`could not be run: ${cause.message}`, cause));
    this.#child.on("close", (code, signal) => {
      this.#fail(signal === null ? `ended with exit code ${code}` : `was killed by ${signal}`);
    });
  }

  send(message: To): void {
    // What a child that has just ended was still to hear, no one misses: its end is told by itself.
    if (this.#child.connected) this.#child.send(message, () => {});
  }

  /** Tells it to leave, and ends it where it does not: a stalled one cannot hear. */
  async stop(): Promise<void> {
    this.#leaving = true;
    if (this.#child.connected) this.#child.send({ type: "stop" }, () => {});
    const killer = setTimeout(() => this.#child.kill("SIGKILL"), STOP_GRACE_MS);
    await this.#gone;
    clearTimeout(killer);
  }

  #hear(message: From): void {
    if (message.type === "failed") {
      this.#over = true;
      this.#options.onFault(BenchError.fromData((message as unknown as { error: ErrorData }).error));
    } else if (!this.#leaving) {
      this.#options.hear(message as Exclude<From, { type: "failed" }>);
    }
  }

  #fail(how: string, cause?: unknown): void {
    if (this.#over || this.#leaving) return;
    this.#over = true;
    this.#options.onFault(new BenchError("ROLE_DIED", `the demo's ${this.#options.name} ${how}`, { cause }));
  }
}
