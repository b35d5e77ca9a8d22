/**
 * Process entry: checks out and builds for the harness, and clears everything away when told to, or when the
 * harness is gone, however it went. It stands outside of the terminal's process group and heeds no signal from it.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { clear } from "./clearing.ts";
import type { FromJanitor, Job, JobEnd, Place, ToJanitor } from "./janitor-messages.ts";

/** From the request to end until it is not one any more. */
const GRACE_MS = 1000;

const places: Place[] = [];
let running: { readonly child: ChildProcess; readonly ended: Promise<void> } | undefined;

function say(message: FromJanitor): void {
  if (process.connected) process.send?.(message, () => {});
}

/** Runs a command in a process group of its own, so that what it starts can be ended with it. */
function run(job: Job): void {
  const { file, words, cwd, env, limitMs } = job;
  const child = spawn(file, words, {
    cwd,
    env: { ...env },
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let late = false;
  let error: string | undefined;
  const limit = setTimeout(() => {
    late = true;
    void halt();
  }, limitMs);
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => say({ type: "output", text }));
  }
  child.on("error", (cause: NodeJS.ErrnoException) => {
    error = cause.code ?? cause.message;
  });
  const ended = new Promise<void>((resolve) => {
    const end = (code: number | null, signal: string | null): void => {
      if (running?.child !== child) return;
      running = undefined;
      clearTimeout(limit);
      // Children that it left behind would write into a folder that is about to be measured, or removed.
      signalGroup(child, "SIGKILL");
      const how: JobEnd = { code, signal, late, ...(error === undefined ? {} : { error }) };
      say({ type: "ended", end: how });
      resolve();
    };
    // A child that it left behind may hold its pipes open: its own end counts, its last words a moment later.
    child.once("exit", (code, signal) => setTimeout(() => end(code, signal), 50));
    child.once("close", end);
  });
  running = { child, ended };
}

/** Ends the command that runs, and everything it started. */
async function halt(): Promise<void> {
  if (running === undefined) return;
  const { child, ended } = running;
  signalGroup(child, "SIGTERM");
  const grace = setTimeout(() => signalGroup(child, "SIGKILL"), GRACE_MS);
  await ended;
  clearTimeout(grace);
}

function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (pid !== undefined) process.kill(-pid, signal);
  } catch {
    // Nobody of the group is left.
  }
}

async function clean(): Promise<string[]> {
  await halt();
  return places.splice(0).flatMap((place) => (clear(place) ? [] : [place.root]));
}

process.on("message", (message: ToJanitor) => {
  switch (message.type) {
    case "place":
      places.push(message.place);
      say({ type: "placed" });
      break;
    case "run":
      run(message.job);
      break;
    case "halt":
      void halt();
      break;
    case "clean":
      void clean().then((left) => say({ type: "cleaned", left }));
      break;
    default:
      message satisfies never;
  }
});
process.on("disconnect", () => {
  void clean().finally(() => process.exit(0));
});
process.on("uncaughtException", () => {
  void clean().finally(() => process.exit(1));
});
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => {});
