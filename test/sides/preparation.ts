import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync, readdirSync, readlinkSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Scenario } from "../../core/scenario.ts";
import type { Side, SideProgress } from "../../harness/gate/sides/side.ts";
import type { SidesOptions } from "../../harness/gate/sides/sides.ts";
import type { Scratch } from "../../harness/gate/sides/testing/scratch.ts";

const PROGRAM = fileURLToPath(new URL("prepare.mjs", import.meta.url));

/** A line that the program told. */
export type Told = {
  readonly progress?: SideProgress;
  readonly base?: Side;
  readonly head?: Side;
  readonly scenario?: Scenario;
  readonly left?: readonly string[];
  readonly aborted?: string;
  readonly error?: { code: string; message: string; hint: string; exitCode: number };
};

/** What a test asks for; a scenario whose only entry is the module `live.mjs` unless said otherwise. */
export type Wanted = Partial<Pick<SidesOptions, "base" | "command" | "limitMs" | "buildFolders">> & {
  readonly head?: string;
  readonly transports?: readonly unknown[];
  /** What to do once both sides stand: close at once when absent. */
  readonly wait?: "long" | "throw" | "exit";
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Size of the disk that the temporary folder is on: one of its own, in a namespace. */
  readonly diskKiB?: number;
};

const NAMESPACE = ["--user", "--map-root-user", "--mount", "--", "sh", "-c"] as const;
/** Mounts the disk, runs the program and tells what is left on the disk when it has ended. */
const ON_A_DISK = `mount -t tmpfs -o size="$1" none "$TMPDIR" && shift && "$@"; ls -A "$TMPDIR" > "$TMPDIR-left"`;

/** Whether this machine lets an ordinary process mount a disk of its own. */
export const DISKS = spawnSync("unshare", [...NAMESPACE, "mount -t tmpfs none /mnt"]).status === 0;

/** Sides being got ready in a process of their own, in a group of its own as a terminal makes one. */
export class Preparation {
  readonly child: ChildProcess;
  readonly lines: Told[] = [];
  readonly ended: Promise<void>;
  readonly #scratch: Scratch;

  constructor(scratch: Scratch, { cwd = scratch.repository, env, transports, diskKiB, ...wanted }: Wanted) {
    this.#scratch = scratch;
    const entries = transports ?? [
      { id: "live", transport: "live", module: `${scratch.repository}/live.mjs`, params: {} },
    ];
    const options = { head: ".", ...wanted, scenario: { name: "scratch", transports: entries } };
    const program = [process.execPath, PROGRAM, JSON.stringify(options)];
    const [file = "", ...words] =
      diskKiB === undefined ? program : ["unshare", ...NAMESPACE, ON_A_DISK, "sh", `${diskKiB}k`, ...program];
    this.child = spawn(file, words, {
      cwd,
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, TMPDIR: scratch.temporary, ...env },
    });
    let rest = "";
    this.child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      const parts = (rest + text).split("\n");
      rest = parts.pop() ?? "";
      for (const part of parts) this.lines.push(JSON.parse(part) as Told);
    });
    this.ended = new Promise((resolve) => this.child.once("close", () => resolve()));
  }

  /** The first line that tells of something. */
  told<K extends keyof Told>(key: K): Told[K] | undefined {
    return this.lines.find((line) => line[key] !== undefined)?.[key];
  }

  /** Whether a build has begun to write. */
  isBuilding(): boolean {
    return this.lines.some(({ progress }) => progress?.step === "build" && progress.line !== "");
  }

  /** Processes that work in the temporary folder, the checked-out sides'. */
  workers(): number[] {
    return readdirSync("/proc").flatMap((name) => {
      if (!/^\d+$/.test(name)) return [];
      try {
        const cwd = readlinkSync(`/proc/${name}/cwd`);
        return cwd.startsWith(`${this.#scratch.temporary}/`) ? [Number(name)] : [];
      } catch {
        return [];
      }
    });
  }

  signal(signal: NodeJS.Signals): void {
    // To the whole group, as a terminal does.
    process.kill(-this.child.pid!, signal);
  }
}

/** The program needs the build. */
export function requireBuild(): void {
  const built = fileURLToPath(new URL("../../dist/harness/gate/sides/janitor.js", import.meta.url));
  if (!existsSync(built)) throw new Error(`${built} is missing: run "npm run build" first`);
}
