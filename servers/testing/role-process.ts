import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { build } from "esbuild";
import type { FromRole, ToRole } from "../../core/messages.ts";

const ROOT = resolve(import.meta.dirname, "../..");

/** The program of a role, bundled from its sources, so that a test needs no build. */
export async function roleProgram(entry: string): Promise<string> {
  const bundle = await build({
    entryPoints: [resolve(ROOT, "servers", entry)],
    bundle: true,
    packages: "external",
    platform: "node",
    format: "esm",
    write: false,
  });
  return bundle.outputFiles[0]?.text ?? "";
}

type Of<Type extends FromRole["type"]> = Extract<FromRole, { type: Type }>;

/** A role as a process of its own, spoken to as the harness does. */
export class RoleProcess {
  readonly #child: ChildProcess;
  readonly #waiting = new Set<(message: FromRole) => void>();

  constructor(program: string) {
    this.#child = spawn(process.execPath, ["--input-type=module", "-"], {
      cwd: ROOT,
      stdio: ["pipe", "inherit", "inherit", "ipc"],
    });
    this.#child.stdin?.end(program);
    this.#child.on("message", (message) => {
      for (const hear of this.#waiting) hear(message as FromRole);
    });
  }

  send(message: ToRole): void {
    this.#child.send(message);
  }

  /** The next message of a kind that is as asked for; rejects when the role fails or ends before. */
  next<Type extends FromRole["type"]>(type: Type, isSo: (message: Of<Type>) => boolean = () => true) {
    return new Promise<Of<Type>>((resolve, reject) => {
      const done = (): void => {
        this.#waiting.delete(hear);
        this.#child.off("exit", ended);
      };
      const hear = (message: FromRole): void => {
        if (message.type === "failed") {
          done();
          reject(new Error(message.error.message));
        } else if (message.type === type && isSo(message as Of<Type>)) {
          done();
          resolve(message as Of<Type>);
        }
      };
      const ended = (): void => {
        done();
        reject(new Error(`the role ended before it said "${type}"`));
      };
      this.#waiting.add(hear);
      this.#child.once("exit", ended);
    });
  }

  /** Sends a message and waits for its answer. */
  ask<Type extends FromRole["type"]>(message: ToRole, type: Type): Promise<Of<Type>> {
    const answer = this.next(type);
    this.send(message);
    return answer;
  }

  /** Ends it without a word; resolves when it is gone. */
  async kill(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const gone = once(this.#child, "exit");
    this.#child.kill("SIGKILL");
    await gone;
  }
}
