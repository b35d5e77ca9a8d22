import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { BenchError } from "../../core/errors.ts";
import type { FromRole, Role, ToRole } from "../../core/messages.ts";
import type { Milliseconds } from "../../core/units.ts";
import type { Engine, RoleProcess, RoleProgram, RoleWatcher } from "../engine.ts";
import { OutputTail } from "./output-tail.ts";

/** The program of each role, beside this one in the built package. */
const ENTRIES: Readonly<Record<Role, URL>> = {
  publisher: new URL("../../servers/publisher.js", import.meta.url),
  server: new URL("../../servers/host.js", import.meta.url),
  link: new URL("../../link/relay.js", import.meta.url),
  load: new URL("../../clients/worker.js", import.meta.url),
  saturator: new URL("../../clients/saturator.js", import.meta.url),
};

/**
 * Arguments of Node for load workers. V8 would let the young generation grow to three times 16 MiB while
 * thousands of clients connect, which then counts as their memory; nothing is allocated per event later.
 */
export const LOAD_ARGUMENTS: readonly string[] = ["--max-semi-space-size=2"];

/** Arguments of Node by role. A server collects its garbage before it notes its memory. */
const NODE_ARGUMENTS: Readonly<Partial<Record<Role, readonly string[]>>> = {
  load: LOAD_ARGUMENTS,
  server: ["--expose-gc"],
};

/** A role says that it is alive five times a second; silent for this long, it hangs. */
export const HANG_MS: Milliseconds = 10_000;
/** How long a role may take to leave when told to. */
const STOP_GRACE_MS: Milliseconds = 2000;

/** Runs every role as a child process of this one. */
export const localEngine: Engine = {
  start: (role, name, watcher, program) => new LocalRole(role, name, watcher, program),
};

class LocalRole implements RoleProcess {
  readonly role: Role;
  readonly name: string;
  readonly #watcher: RoleWatcher;
  readonly #child: ChildProcess;
  readonly #output = new OutputTail();
  readonly #gone: Promise<void>;
  readonly #watchdog: NodeJS.Timeout;
  #lastHeard = performance.now();
  #over = false;
  #paused = false;

  constructor(role: Role, name: string, watcher: RoleWatcher, program: RoleProgram = {}) {
    this.role = role;
    this.name = name;
    this.#watcher = watcher;
    this.#child = fork(program.entry ?? fileURLToPath(ENTRIES[role]), [], {
      ...(program.cwd === undefined ? {} : { cwd: program.cwd }),
      stdio: ["ignore", "pipe", "pipe", "ipc"],
      execArgv: [...(NODE_ARGUMENTS[role] ?? [])],
    });
    this.#gone = new Promise((resolve) => this.#child.once("close", () => resolve()));
    this.#child.on("message", (message) => this.#heard(message as FromRole));
    this.#child.on("error", (cause) => this.#fail("ROLE_DIED", `could not be run: ${cause.message}`));
    this.#child.on("close", (code, signal) => {
      this.#fail("ROLE_DIED", signal === null ? `ended with exit code ${code}` : `was killed by ${signal}`);
      this.#over = true;
      clearInterval(this.#watchdog);
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.on("data", (chunk: Buffer) => {
        this.#output.add(chunk);
        if (this.#output.flooded) this.#fail("ROLE_FLOODED", "wrote more than 1 MiB of output");
      });
    }
    this.#watchdog = setInterval(() => {
      if (this.#paused || performance.now() - this.#lastHeard < HANG_MS) return;
      this.#fail("ROLE_HUNG", `has not been heard of for ${HANG_MS / 1000} s`);
    }, 500);
    this.#watchdog.unref();
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  send(message: ToRole): void {
    // A child that is going away is reported by its end, not by what could not be sent to it.
    if (this.#child.connected) this.#child.send(message, () => {});
  }

  async stop(): Promise<void> {
    this.#over = true;
    clearInterval(this.#watchdog);
    this.send({ type: "stop" });
    const grace = setTimeout(() => this.kill(), STOP_GRACE_MS);
    await this.#gone;
    clearTimeout(grace);
  }

  kill(): void {
    this.#over = true;
    this.#child.kill("SIGKILL");
  }

  pause(): void {
    this.#paused = true;
    // A stopped process cannot see that its channel closed: should this one end first, nothing else wakes it.
    process.once("exit", this.#killNow);
    this.#child.kill("SIGSTOP");
  }

  resume(): void {
    this.#child.kill("SIGCONT");
    process.removeListener("exit", this.#killNow);
    this.#lastHeard = performance.now();
    this.#paused = false;
  }

  #killNow = (): void => this.kill();

  #heard(message: FromRole): void {
    this.#lastHeard = performance.now();
    if (this.#over) return;
    if (message.type === "failed") {
      const { code, message: text, hint } = message.error;
      this.#report(
        new BenchError(code === "INTERNAL" ? "ROLE_FAILED" : code, `the ${this.name} failed: ${text}`, {
          ...(hint === undefined ? {} : { hint }),
        }),
      );
      return;
    }
    this.#watcher.said(message);
  }

  #fail(code: "ROLE_DIED" | "ROLE_HUNG" | "ROLE_FLOODED", what: string): void {
    const output = this.#output.text();
    this.#report(
      new BenchError(code, `the ${this.name} ${what}`, {
        hint: output === "" ? "it had written nothing" : `its last output:\n${output}`,
      }),
    );
  }

  #report(error: BenchError): void {
    if (this.#over) return;
    this.#over = true;
    this.#watcher.failed(error);
  }
}
