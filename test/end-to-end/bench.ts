import { type ChildProcess, spawn } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Result, ResultCell } from "../../core/result.ts";

const MAIN = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));
/** Where transport modules that misbehave lie. */
export const FIXTURES = fileURLToPath(new URL("../fixtures/", import.meta.url));

/** A folder of a test's own, with the built program to run in it. */
export class Bench {
  readonly folder = mkdtempSync(join(tmpdir(), "polls-apart-test-"));

  constructor() {
    if (!existsSync(MAIN)) throw new Error(`${MAIN} is missing: run "npm run build" first`);
    mkdirSync(join(this.folder, "out"));
  }

  /** Writes a scenario file and returns its path. */
  scenario(yaml: string): string {
    const path = join(this.folder, "scenario.yaml");
    writeFileSync(path, yaml);
    return path;
  }

  /** Starts the program in a process group of its own, as a terminal does. */
  start(args: readonly string[], shell?: string): Running {
    const command = [process.execPath, MAIN, ...args];
    const [program = "", ...rest] =
      shell === undefined ? command : ["sh", "-c", `${shell} exec "$@"`, "sh", ...command];
    const child = spawn(program, rest, {
      cwd: this.folder,
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, NO_COLOR: "1", CI: "true" },
    });
    return new Running(child);
  }

  /** Runs `bench run` on a scenario file, results in this folder's `out`; what the machine is like does not matter. */
  run(scenario: string, ...args: string[]): Running {
    return this.start(["run", scenario, "--out", "out", "--no-calibration", ...args]);
  }

  /** The newest run's result. */
  result(): Result {
    return JSON.parse(readFileSync(join(this.folder, "out", "latest", "result.json"), "utf8")) as Result;
  }

  /** Names in the newest run's folder. */
  files(): string[] {
    return readdirSync(join(this.folder, "out", "latest")).sort();
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The program while it runs. */
export class Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  stdout = "";
  stderr = "";

  constructor(child: ChildProcess) {
    this.child = child;
    child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      this.stdout += text;
    });
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.stderr += text;
    });
    this.ended = new Promise((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (code, signal) => {
        resolve({ code, signal, stdout: this.stdout, stderr: this.stderr });
      });
    });
  }

  /** The processes it started, by the name of their program. */
  children(): { pid: number; program: string }[] {
    return readdirSync("/proc").flatMap((name) => {
      if (!/^\d+$/.test(name)) return [];
      const stat = readProc(name, "stat");
      const parent = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
      if (parent !== this.child.pid) return [];
      const program =
        readProc(name, "cmdline")
          .split("\0")
          .find((word) => word.endsWith(".js")) ?? "";
      return [{ pid: Number(name), program: program.split("/").slice(-2).join("/") }];
    });
  }

  /** The one child that runs this program, such as `servers/host.js`. */
  childOf(program: string): number | undefined {
    return this.children().find((child) => child.program === program)?.pid;
  }

  /** Sends a signal to the whole group, as a terminal's Ctrl-C does. */
  signalGroup(signal: NodeJS.Signals): void {
    process.kill(-this.child.pid!, signal);
  }
}

/** Whether a process still exists and is not only waiting to be reaped. */
export function isAlive(pid: number): boolean {
  const stat = readProc(String(pid), "stat");
  return stat !== "" && stat.slice(stat.lastIndexOf(")") + 2)[0] !== "Z";
}

/** The only cell of a result. */
export function onlyCell(result: Result): ResultCell {
  if (result.cells.length !== 1) throw new Error(`${result.cells.length} cells where one was expected`);
  return result.cells[0]!;
}

function readProc(pid: string, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "latin1");
  } catch {
    return "";
  }
}
