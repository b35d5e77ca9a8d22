import { tmpdir } from "node:os";

/** What to do about a command that could not write, by what it said. */
export function spaceHint(said: string): string {
  if (/ENOSPC|EDQUOT|no space left|quota exceeded/i.test(said)) {
    return `the disk is full: free some space, or set TMPDIR to a folder on another disk (now ${tmpdir()})`;
  }
  if (/ENOENT|EROFS|EACCES|EPERM|read-only file system|permission denied/i.test(said)) {
    return `it cannot be written to: set TMPDIR to a folder that can (now ${tmpdir()}), and see that the repository's .git can`;
  }
  return "the words above are git's; a repository that `git fsck` and `git worktree prune` are content with can be checked out";
}
