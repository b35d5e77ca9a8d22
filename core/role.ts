import { setPriority } from "node:os";
import { becomeChild } from "./child.ts";
import { BenchError } from "./errors.ts";
import {
  type FromRole,
  PROTOCOL_VERSION,
  type RoleOptions,
  type RoleReport,
  type ToRole,
} from "./messages.ts";
import type { Milliseconds, Nanoseconds } from "./units.ts";

/** How often a role says that it is alive. */
export const BEAT_MS: Milliseconds = 200;

/** What a role does on each message; whatever it throws ends the process with a `failed` message. */
export interface RoleBody {
  /** Takes its options and gets ready; a server says where it listens. */
  prepare(options: RoleOptions): Promise<{ readonly url?: string }>;
  mark?(name: "idle" | "connected"): void;
  /** Opens all clients; resolves with how many stand. */
  connect?(timeoutMs: Milliseconds): Promise<number>;
  start(at: Nanoseconds, from: Nanoseconds, to: Nanoseconds): void;
  /** Begins nothing more; resolves when what is under way has come to its end. */
  quiet?(): Promise<void>;
  /** What a beat tells. */
  progress(): Omit<Extract<FromRole, { type: "beat" }>, "type">;
  collect(): RoleReport;
  stop(): Promise<void>;
}

/** How a role's body speaks without being asked. */
export type Say = (message: FromRole) => void;

/**
 * Makes this process a role of the harness that forked it: answers its messages, says that it is alive, and
 * leaves when told to or with its harness.
 *
 * `niceness` lowers the process's priority: the publisher keeps the schedule only if what it feeds does not
 * crowd it out of a busy core.
 */
export function runRole(create: (say: Say) => RoleBody, niceness = 0): void {
  const { say, fail } = becomeChild<FromRole>();
  lowerPriority(niceness);

  const body = create(say);
  const beat = setInterval(() => say({ type: "beat", ...body.progress() }), BEAT_MS);

  const handle = async (message: ToRole): Promise<void> => {
    switch (message.type) {
      case "prepare":
        // Options of another version may mean something else: who asks hears which this one is, and no more.
        if (message.protocol !== PROTOCOL_VERSION) say({ type: "ready", protocol: PROTOCOL_VERSION });
        else say({ type: "ready", protocol: PROTOCOL_VERSION, ...(await body.prepare(message.options)) });
        break;
      case "mark":
        body.mark?.(message.name);
        say({ type: "marked" });
        break;
      case "connect":
        say({ type: "connected", connected: (await body.connect?.(message.timeoutMs)) ?? 0 });
        break;
      case "start":
        body.start(message.at, message.from, message.to);
        break;
      case "quiet":
        await body.quiet?.();
        say({ type: "rested" });
        break;
      case "collect":
        say({ type: "report", report: body.collect() });
        break;
      case "stop":
        clearInterval(beat);
        await body.stop();
        process.disconnect();
        break;
      default:
        message satisfies never;
    }
  };
  process.on("message", (message) => {
    handle(message as ToRole).catch(fail);
  });
}

/** The error of a role that was given another role's options. */
export function wrongRole(expected: string, options: RoleOptions): BenchError {
  return new BenchError("INTERNAL", `the ${expected} was given the options of a ${options.role}`);
}

function lowerPriority(niceness: number): void {
  if (niceness === 0) return;
  try {
    setPriority(niceness);
  } catch {
    // Not allowed here: the publisher's slip shows whether that matters, and the verdict judges by it.
  }
}
