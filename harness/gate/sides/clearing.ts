import { existsSync, readdirSync, readlinkSync, rmdirSync, rmSync } from "node:fs";
import { basename, dirname, sep } from "node:path";
import type { Place } from "./janitor-messages.ts";

/** How every folder and every working tree that is to be cleared away is called: nothing else ever is. */
export const ROOT_PREFIX = "polls-apart-side-";

/** Clears a place away, with git's note of it and whatever process still works in it; false where it stays. */
export function clear({ root, entry }: Place): boolean {
  if (!isOurs(root) || (entry !== undefined && !isOurs(entry))) return false;
  // A process that writes while its folder is removed may put a file back: a few rounds.
  for (let round = 0; round < 5; round++) {
    killThoseIn(root);
    if (tryTo(() => rmSync(root, { recursive: true, force: true, maxRetries: 3, retryDelay: 50 }))) break;
  }
  if (entry !== undefined) {
    tryTo(() => rmSync(entry, { recursive: true, force: true }));
    // As git does: without a working tree besides the main one, there is no folder for them. Not if in use.
    tryTo(() => rmdirSync(dirname(entry)));
  }
  return !existsSync(root) && (entry === undefined || !existsSync(entry));
}

const isOurs = (path: string): boolean => basename(path).startsWith(ROOT_PREFIX);

/** Ends processes that left their group and stayed: a daemon that a build tool started. */
function killThoseIn(root: string): void {
  for (const name of listed("/proc")) {
    const pid = Number(name);
    if (!Number.isInteger(pid) || pid === process.pid) continue;
    const cwd = linkOf(`/proc/${pid}/cwd`);
    if (cwd === root || cwd?.startsWith(root + sep)) tryTo(() => process.kill(pid, "SIGKILL"));
  }
}

function listed(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function linkOf(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}

function tryTo(action: () => void): boolean {
  try {
    action();
    return true;
  } catch {
    return false;
  }
}
