import { spawn, spawnSync } from "node:child_process";
import { accessSync, constants, readFileSync, statSync } from "node:fs";
import type { Signal } from "./system.ts";

/** What running in a network namespace touches of the machine; tests bring their own. */
export interface NetnsHost {
  readonly platform: string;
  /** What this program was started as: Node, its arguments, the program's path. */
  readonly program: readonly string[];
  /** Who started this process and speaks to it; absent where no one does. */
  readonly parent?: Parent;
  /** Whether there is a program at a path that may be run. */
  executable(path: string): boolean;
  /** `/proc/net/dev`: the network interfaces that this process sees, with their counters; empty without it. */
  interfaces(): string;
  /** Runs a command to its end and returns why it failed; `undefined` when it did not. No shell reads it. */
  run(command: readonly string[]): string | undefined;
  /** Starts a command with this process's own streams, and a channel to speak to it. No shell reads it. */
  start(command: readonly string[], env: Readonly<Record<string, string | undefined>>): NetnsChild;
}

export interface NetnsChild {
  tell(signal: Signal): void;
  /** Rejects when it could not be started. */
  readonly ended: Promise<{ readonly code: number | null; readonly signal: string | null }>;
}

/** The other end of a child's channel. Both return how to stop listening. */
export interface Parent {
  onMessage(listener: (message: unknown) => void): () => void;
  /** Called when it has ended, and at once when it had. */
  onGone(listener: () => void): () => void;
}

/** How long a command that ends by itself may take. */
const RUN_MS = 10_000;
/** The most characters of its complaint that are told. */
const COMPLAINT_LENGTH = 200;

/** The machine that this program runs on. */
export function processHost(): NetnsHost {
  return {
    platform: process.platform,
    program: [process.execPath, ...process.execArgv, ...process.argv.slice(1, 2)],
    ...(process.send === undefined ? {} : { parent: processParent }),
    executable,
    interfaces,
    run,
    start,
  };
}

function executable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function interfaces(): string {
  try {
    return readFileSync("/proc/net/dev", "utf8");
  } catch {
    return "";
  }
}

function run([program = "", ...args]: readonly string[]): string | undefined {
  const { status, stderr, error, signal } = spawnSync(program, args, {
    stdio: ["ignore", "ignore", "pipe"],
    encoding: "utf8",
    timeout: RUN_MS,
  });
  if (error !== undefined) return error.message;
  if (status === 0) return undefined;
  const [line = ""] = stderr.trim().split("\n");
  return line === ""
    ? `${program} ended with ${signal ?? `exit code ${status}`}`
    : line.slice(0, COMPLAINT_LENGTH);
}

function start(
  [program = "", ...args]: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): NetnsChild {
  const child = spawn(program, args, { stdio: ["inherit", "inherit", "inherit", "ipc"], env });
  return {
    // One that is going away needs to be told nothing.
    tell: (signal) => {
      if (child.connected) child.send(signal, () => {});
    },
    ended: new Promise((resolve, reject) => {
      child.on("error", reject);
      child.on("exit", (code, signal) => resolve({ code, signal }));
    }),
  };
}

const processParent: Parent = {
  onMessage(listener) {
    process.on("message", listener);
    return () => process.off("message", listener);
  },
  onGone(listener) {
    if (!process.connected) listener();
    process.on("disconnect", listener);
    return () => process.off("disconnect", listener);
  },
};
