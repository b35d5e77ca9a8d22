import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { EXIT } from "../../core/errors.ts";

/** The built program. */
export const MAIN = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built program to its end. */
export async function bench(args: readonly string[], env: Record<string, string> = {}): Promise<Ended> {
  if (!existsSync(MAIN)) throw new Error(`${MAIN} is missing: run "npm run build" first`);
  const child = spawn(process.execPath, [MAIN, ...args], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, npm_command: "", ...env },
    timeout: 15_000,
  });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  return await new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
}

/** How often a run is tried whose cells have to be valid. */
const TRIES = 3;

/** Runs a command whose cells have to be valid: what other work on this machine spoiled is measured again. */
export async function measured(...call: Parameters<typeof bench>): Promise<Ended> {
  let ended = await bench(...call);
  for (let left = TRIES - 1; left > 0 && ended.code === EXIT.invalid; left--) ended = await bench(...call);
  return ended;
}
