import { execFileSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { ROOT_PREFIX } from "../clearing.ts";

/** A git repository of a test's own, and a temporary folder beside it in which sides are checked out. */
export class Scratch {
  readonly root = realpathSync(mkdtempSync(join(tmpdir(), "polls-apart-scratch-")));
  readonly repository = join(this.root, "repository");
  /** What TMPDIR is for what is tested. */
  readonly temporary = join(this.root, "temporary");

  constructor() {
    mkdirSync(this.repository);
    mkdirSync(this.temporary);
    this.git("init", "--quiet", "--initial-branch=main");
  }

  git(...words: string[]): string {
    const who = [
      "-c",
      "user.name=Test",
      "-c",
      "user.email=test@example.invalid",
      "-c",
      "commit.gpgsign=false",
    ];
    return execFileSync("git", [...who, ...words], {
      cwd: this.repository,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    }).trim();
  }

  write(path: string, text: string): string {
    const file = join(this.repository, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return file;
  }

  /** Commits everything there is; resolves with the commit. */
  commit(message = "change"): string {
    this.git("add", "--all");
    this.git("commit", "--quiet", "--allow-empty", "--message", message);
    return this.git("rev-parse", "HEAD");
  }

  /** Whatever a checked-out side left behind: folders, git's working trees, and git's entries for them. */
  leftovers(): string[] {
    const entries = join(this.repository, ".git", "worktrees");
    return [
      ...readdirSync(this.temporary).filter((name) => name.startsWith(ROOT_PREFIX)),
      ...this.git("worktree", "list", "--porcelain")
        .split("\n")
        .filter((line) => line.startsWith("worktree ") && line !== `worktree ${this.repository}`),
      ...(existsSync(entries) ? readdirSync(entries) : []),
    ];
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
