import { execFile } from "node:child_process";
import type { Milliseconds } from "../../../core/units.ts";
import { unusable } from "./unusable.ts";

/** A question to git is answered at once or never. */
const ANSWER_MS: Milliseconds = 30_000;
const MOST_BYTES = 4 * 1024 ** 2;

/** Set by git around its hooks, these would point every git below at the wrong repository. */
const OF_ANOTHER_REPOSITORY = [
  "GIT_DIR",
  "GIT_WORK_TREE",
  "GIT_INDEX_FILE",
  "GIT_PREFIX",
  "GIT_COMMON_DIR",
  "GIT_OBJECT_DIRECTORY",
  "GIT_ALTERNATE_OBJECT_DIRECTORIES",
  "GIT_SHALLOW_FILE",
  "GIT_GRAFT_FILE",
] as const;

/** The environment for git and for builds: of no other repository, and asking nobody for a password. */
export function cleanEnvironment(env: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  const clean: NodeJS.ProcessEnv = { ...env, GIT_TERMINAL_PROMPT: "0" };
  for (const name of OF_ANOTHER_REPOSITORY) delete clean[name];
  return clean;
}

/** What git answered; `missing` where it is not installed. */
export type GitAnswer =
  | { readonly status: "ok"; readonly text: string }
  | { readonly status: "failed"; readonly error: string }
  | { readonly status: "missing" };

/** Asks git in a folder. Words go to it as they are, never through a shell. */
export function askGit(folder: string, words: readonly string[], signal?: AbortSignal): Promise<GitAnswer> {
  return new Promise((resolve, reject) => {
    const options = {
      cwd: folder,
      env: { ...cleanEnvironment(), LC_ALL: "C" },
      encoding: "utf8",
      timeout: ANSWER_MS,
      maxBuffer: MOST_BYTES,
      ...(signal === undefined ? {} : { signal }),
    } as const;
    execFile("git", words, options, (error, stdout, stderr) => {
      if (signal?.aborted) reject(signal.reason);
      else if (error === null) resolve({ status: "ok", text: stdout.replace(/\n$/, "") });
      else if (error.code === "ENOENT") resolve({ status: "missing" });
      else resolve({ status: "failed", error: stderr.trim() || error.message });
    });
  });
}

/** A repository, seen from a folder in it. */
export interface Repository {
  /** The top of its working tree. */
  readonly top: string;
  /** The folder below it that was asked about, such as `packages/live/`; empty at the top. */
  readonly prefix: string;
  /** Where git keeps what all its working trees share. */
  readonly shared: string;
}

/** The repository that a folder is in. Throws `SIDE_UNUSABLE` where there is none or git is not installed. */
export async function repositoryOf(folder: string, signal?: AbortSignal): Promise<Repository> {
  const words = [
    "rev-parse",
    "--path-format=absolute",
    "--show-toplevel",
    "--show-prefix",
    "--git-common-dir",
  ];
  const answer = await askGit(folder, words, signal);
  switch (answer.status) {
    case "ok": {
      const [top = "", prefix = "", shared = ""] = answer.text.split("\n");
      return { top, prefix, shared };
    }
    case "missing":
      throw unusable(
        "git is not installed, or not on the PATH, and a git ref was asked for",
        "install git, or name two folders: --base ../before --head .",
      );
    case "failed":
      throw unusable(
        /not a git repository/.test(answer.error)
          ? `${folder} is not in a git repository, and a git ref was asked for`
          : `git cannot read the repository of ${folder}: ${answer.error}`,
        "run it inside the repository, or name two folders: --base ../before --head .",
      );
  }
}

/** The commit a folder stands on, and whether it has changes that are in none; nothing outside of git. */
export async function standOf(
  folder: string,
  signal?: AbortSignal,
): Promise<{ readonly commit?: string; readonly dirty?: boolean; readonly top?: string }> {
  const top = await askGit(folder, ["rev-parse", "--show-toplevel"], signal);
  if (top.status !== "ok") return {};
  const commit = await askGit(folder, ["rev-parse", "--verify", "--quiet", "HEAD"], signal);
  // What this program itself writes makes no folder dirty.
  const words = [
    "--no-optional-locks",
    "status",
    "--porcelain",
    "--",
    ".",
    ":(exclude,glob)**/bench-results/**",
  ];
  const changes = await askGit(folder, words, signal);
  return {
    top: top.text,
    ...(commit.status === "ok" ? { commit: commit.text } : {}),
    ...(changes.status === "ok" ? { dirty: changes.text !== "" } : {}),
  };
}
