import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { isInside, runInside, settleInside } from "../../../cli/netns.ts";
import { type NetnsChild, type NetnsHost, processHost } from "../../../cli/netns-host.ts";
import { processSystem } from "../../../cli/system.ts";
import { BenchError } from "../../../core/errors.ts";
import type { Lab } from "../lab.ts";
import { CannotRun, type Line, type Outcome } from "../row.ts";

const MAIN = fileURLToPath(new URL("../main.js", import.meta.url));

let settled = false;

/**
 * Measures in a network namespace of its own, made as `bench run --netns` makes it: this program runs the one
 * row again inside, and what it finds there is returned. Inside, `measure` is called. Throws `CannotRun` where
 * there can be no namespace.
 */
export async function inNamespace(
  id: string,
  lab: Lab,
  measure: () => Promise<readonly Line[]>,
): Promise<readonly Line[]> {
  if (!isInside(processSystem().system)) return await runAgain(id, lab);
  // Two rows in one namespace: the interface is no longer silent when the second one begins.
  if (!settled) {
    settleInside(processSystem().system, processHost());
    settled = true;
    leaveWithParent();
  }
  return await measure();
}

/** Ends this suite as SIGTERM would when the one outside is gone. */
function leaveWithParent(): void {
  process.once("disconnect", () => process.kill(process.pid, "SIGTERM"));
  // The listener alone would keep this process alive.
  process.channel?.unref();
}

async function runAgain(id: string, lab: Lab): Promise<readonly Line[]> {
  const out = mkdtempSync(join(tmpdir(), "polls-apart-validation-"));
  const host = new CapturingHost(lab.signal);
  const { system } = processSystem();
  const argv = ["--only", id, "--json", "--out", out, ...(lab.quick ? ["--quick"] : [])];
  try {
    await runInside({ ...system, argv, onSignal: () => () => {} }, host);
    return linesOf(await host.output, id);
  } catch (error) {
    if (error instanceof BenchError && error.code === "USAGE") throw new CannotRun(error.message);
    throw error;
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

/** The machine, except that what is started inside is this program, and its output is kept. */
class CapturingHost implements NetnsHost {
  readonly #host = processHost();
  readonly #signal: AbortSignal;
  readonly platform = this.#host.platform;
  readonly program = [process.execPath, MAIN];
  /** What the run inside printed. */
  output: Promise<string> = Promise.resolve("");

  constructor(signal: AbortSignal) {
    this.#signal = signal;
  }

  executable(path: string): boolean {
    return this.#host.executable(path);
  }

  interfaces(): string {
    return this.#host.interfaces();
  }

  run(command: readonly string[]): string | undefined {
    return this.#host.run(command);
  }

  start(
    [program = "", ...args]: readonly string[],
    env: Readonly<Record<string, string | undefined>>,
  ): NetnsChild {
    const child = spawn(program, args, { stdio: ["ignore", "pipe", "ignore", "ipc"], env });
    // It ends by itself then, and its processes before it.
    const end = (): void => void child.kill("SIGTERM");
    this.#signal.addEventListener("abort", end, { once: true });
    this.output = text(child.stdout!);
    return {
      tell: () => {},
      ended: new Promise((resolve, reject) => {
        child.on("error", reject);
        child.on("exit", (code, signal) => {
          this.#signal.removeEventListener("abort", end);
          resolve({ code, signal });
        });
      }),
    };
  }
}

function linesOf(output: string, id: string): readonly Line[] {
  const { rows } = JSON.parse(output || '{"rows":[]}') as { rows: readonly Outcome[] };
  const outcome = rows.find((row) => row.id === id);
  if (outcome === undefined) throw new Error(`the run in the network namespace found nothing on row ${id}`);
  switch (outcome.status) {
    case "passed":
    case "failed":
      return outcome.lines;
    case "not-run":
      throw new CannotRun(outcome.why);
    case "error":
      throw new Error(outcome.why);
    default:
      return outcome satisfies never;
  }
}
