import { type ChildProcess, fork } from "node:child_process";
import { parse } from "node:path";
import { fileURLToPath } from "node:url";
import { BenchError } from "../../../core/errors.ts";
import type { FromJanitor, Job, JobEnd, Place, ToJanitor } from "./janitor-messages.ts";

/** The program, beside this one in the built package. */
const ENTRY = new URL("./janitor.js", import.meta.url);

type Said<T extends FromJanitor["type"]> = Extract<FromJanitor, { type: T }>;

/**
 * The janitor, seen from the harness: it is started when there is something to clear away, and what it was
 * told of is gone after `close`, or after this process has ended in whatever way.
 */
export class Janitor {
  #child: ChildProcess | undefined;
  #hear: ((message: FromJanitor) => void) | undefined;
  #fail: ((error: Error) => void) | undefined;

  /** Tells of a folder before it is there; resolves when it is known. */
  async keep(place: Place): Promise<void> {
    await this.#ask({ type: "place", place }, "placed");
  }

  /** Runs a command to its end; an abort ends it, with all it started, and then rejects with the reason. */
  async run(job: Job, onOutput: (text: string) => void, signal: AbortSignal): Promise<JobEnd> {
    signal.throwIfAborted();
    const halt = (): void => this.#send({ type: "halt" });
    signal.addEventListener("abort", halt, { once: true });
    try {
      const { end } = await this.#ask({ type: "run", job }, "ended", onOutput);
      signal.throwIfAborted();
      return end;
    } finally {
      signal.removeEventListener("abort", halt);
    }
  }

  /** Clears everything away and lets the janitor go; tells what could not be cleared. Never rejects. */
  async close(): Promise<readonly string[]> {
    if (this.#child === undefined) return [];
    const child = this.#child;
    try {
      const { left } = await this.#ask({ type: "clean" }, "cleaned");
      return left;
    } catch {
      // It was killed: nothing more can be asked of it.
      return [];
    } finally {
      this.#child = undefined;
      const gone = new Promise((resolve) => child.once("exit", resolve));
      if (child.connected) child.disconnect();
      if (child.exitCode === null && child.signalCode === null) {
        child.ref();
        await gone;
      }
    }
  }

  #ask<T extends FromJanitor["type"]>(
    message: ToJanitor,
    answer: T,
    onOutput: (text: string) => void = () => {},
  ): Promise<Said<T>> {
    const child = this.#start();
    return new Promise<Said<T>>((resolve, reject) => {
      this.#fail = reject;
      this.#hear = (said) => {
        if (said.type === "output") onOutput(said.text);
        else if (said.type === answer) resolve(said as Said<T>);
      };
      // While it is asked, this process waits for it; otherwise it keeps nobody from ending.
      child.ref();
      child.channel?.ref();
      if (child.connected) this.#send(message);
      else reject(new BenchError("ROLE_DIED", "the process that checks out and builds has ended"));
    }).finally(() => {
      child.unref();
      child.channel?.unref();
    });
  }

  #send(message: ToJanitor): void {
    if (this.#child?.connected) this.#child.send(message, () => {});
  }

  #start(): ChildProcess {
    if (this.#child !== undefined) return this.#child;
    const child = fork(fileURLToPath(ENTRY), [], {
      // A folder that nobody wants to remove.
      cwd: parse(process.execPath).root,
      // Out of the terminal's group: Ctrl-C is for the harness, and what it leaves is for the janitor.
      detached: true,
      stdio: ["ignore", "ignore", "ignore", "ipc"],
      execArgv: [],
    });
    const ended = (why: string): void =>
      this.#fail?.(new BenchError("ROLE_DIED", `the process that checks out and builds ${why}`));
    child.on("message", (message) => this.#hear?.(message as FromJanitor));
    child.once("error", (cause) => ended(`could not be run: ${cause.message}`));
    child.once("exit", (code, signal) => ended(`ended (${signal ?? `exit code ${code}`})`));
    this.#child = child;
    return child;
  }
}
