import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Milliseconds, Nanoseconds } from "../../core/units.ts";

/** What the other process says. */
export type FromPeer =
  | { readonly type: "ready"; readonly port: number }
  | { readonly type: "moment"; readonly at: Nanoseconds };

/** What is heard of it, in its own words or not. */
type Heard = FromPeer | { readonly type: "failed"; readonly error: { readonly message: string } };

/** The program, beside this one in the built package. */
const ENTRY = new URL("./peer.js", import.meta.url);
/** How long it may take to answer, */
const ANSWER_MS: Milliseconds = 2000;
/** and to leave once its channel is closed. */
const LEAVE_MS: Milliseconds = 500;

/** Another process of this machine, which can tell the time and echoes bytes. */
export class PeerProcess {
  readonly #child: ChildProcess;
  readonly #gone: Promise<void>;
  readonly #signal: AbortSignal;
  #take: ((said: Heard) => void) | undefined;

  constructor(signal: AbortSignal, entry: URL = ENTRY) {
    this.#signal = signal;
    this.#child = fork(fileURLToPath(entry), [], {
      stdio: ["ignore", "ignore", "ignore", "ipc"],
      execArgv: [],
    });
    this.#gone = new Promise((resolve) => {
      this.#child.once("exit", () => resolve());
      this.#child.once("error", (error) => {
        this.#said({ type: "failed", error });
        resolve();
      });
    });
    this.#child.once("exit", () =>
      this.#said({ type: "failed", error: { message: "the other process ended by itself" } }),
    );
    this.#child.on("message", (message) => this.#said(message as Heard));
  }

  /** The port that its echo listens on. Rejects when it could not start. */
  async port(): Promise<number> {
    const said = await this.#next();
    if (said.type === "ready") return said.port;
    throw new Error(said.type === "failed" ? said.error.message : "the other process spoke out of turn");
  }

  /** The moment at which it reads the question. */
  async moment(): Promise<Nanoseconds> {
    const answer = this.#next();
    if (this.#child.connected) this.#child.send("moment", () => {});
    const said = await answer;
    if (said.type === "moment") return said.at;
    throw new Error(said.type === "failed" ? said.error.message : "the other process spoke out of turn");
  }

  /** Closes its channel, at which it leaves; one that stays is killed. */
  async stop(): Promise<void> {
    if (this.#child.connected) this.#child.disconnect();
    const grace = setTimeout(() => this.#child.kill("SIGKILL"), LEAVE_MS);
    await this.#gone;
    clearTimeout(grace);
  }

  #said(message: Heard): void {
    const take = this.#take;
    this.#take = undefined;
    take?.(message);
  }

  #next(): Promise<Heard> {
    return new Promise((resolve) => {
      const fail = (message: string): void => this.#said({ type: "failed", error: { message } });
      const late = setTimeout(
        () => fail(`the other process did not answer within ${ANSWER_MS / 1000} s`),
        ANSWER_MS,
      );
      const interrupted = (): void => fail("interrupted");
      this.#signal.addEventListener("abort", interrupted, { once: true });
      this.#take = (message) => {
        clearTimeout(late);
        this.#signal.removeEventListener("abort", interrupted);
        resolve(message);
      };
      if (this.#signal.aborted) interrupted();
      else if (this.#child.exitCode !== null) fail("the other process has ended");
    });
  }
}
