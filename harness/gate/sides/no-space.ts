import { statfsSync } from "node:fs";
import { tmpdir } from "node:os";

/** What to do about a command that could not write, by what it said. */
export function spaceHint(said: string): string {
  const elsewhere = `set TMPDIR to a folder on another disk (now ${tmpdir()})`;
  if (/ENOSPC|EDQUOT|no space left|quota exceeded/i.test(said)) {
    return `the disk is full: free some space, or ${elsewhere}`;
  }
  if (/ENOENT|EROFS|EACCES|EPERM|read-only file system|permission denied/i.test(said)) {
    return `it cannot be written to: set TMPDIR to a folder that can (now ${tmpdir()}), and see that the repository's .git can`;
  }
  // Git tells that it could not write, not why; and by then it has removed what filled the disk.
  if (/(unable|could not|cannot|failed) (to )?(write|create)/i.test(said)) {
    return `the disk is full, most likely${freeSpace()}: free some space, or ${elsewhere}`;
  }
  return "the words above are git's; a repository that `git fsck` and `git worktree prune` are content with can be checked out";
}

function freeSpace(): string {
  try {
    const { bavail, bsize } = statfsSync(tmpdir());
    return ` (${Math.round((bavail * bsize) / 1024 ** 2)} MiB are free now)`;
  } catch {
    return "";
  }
}
