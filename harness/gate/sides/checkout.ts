import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, realpathSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { ROOT_PREFIX } from "./clearing.ts";
import type { Repository } from "./git.ts";
import { spaceHint } from "./no-space.ts";
import { unusable } from "./unusable.ts";
import { type Work, work } from "./work.ts";

/** A commit on disk. */
export interface Checkout {
  /** The top of its working tree. */
  readonly top: string;
  /** The folder in it that corresponds to the one in the repository that was asked about. */
  readonly folder: string;
}

/**
 * Checks a commit out into a working tree of its own in the temporary folder. The repository's own working
 * tree, its index and its hooks are left alone.
 */
export async function checkOut(
  { top: repository, prefix, shared }: Repository,
  commit: string,
  label: string,
  shop: Work,
): Promise<Checkout> {
  const name = (): string => `${ROOT_PREFIX}${randomBytes(10).toString("hex")}`;
  const tree = name();
  const root = await makeRoot(name(), join(shared, "worktrees", tree), label, shop);
  const top = join(root, tree);
  const words = ["-c", "core.hooksPath=/dev/null", "-c", "advice.detachedHead=false"];
  const end = await work(shop, "checkout", {
    file: "git",
    words: [...words, "worktree", "add", "--detach", "--", top, commit],
    cwd: repository,
  });
  if (end.code !== 0) {
    const why = end.late ? "it took too long" : (end.error ?? end.lines.join("\n"));
    throw unusable(`${label} cannot be checked out into ${tmpdir()}: ${why}`, spaceHint(why));
  }
  const folder = resolve(top, prefix);
  if (!existsSync(folder)) {
    throw unusable(
      `${label} has no folder ${prefix}, which is where this was run`,
      "run it from a folder that both sides have, or choose a newer base",
    );
  }
  return { top, folder };
}

/** A folder of nobody else's in the temporary folder, which the janitor knows of before it is there. */
async function makeRoot(name: string, entry: string, label: string, { janitor }: Work): Promise<string> {
  try {
    const root = join(realpathSync(tmpdir()), name);
    await janitor.keep({ root, entry });
    mkdirSync(root, { mode: 0o700 });
    return root;
  } catch (cause) {
    const { code = "", message } = cause as NodeJS.ErrnoException;
    throw unusable(`cannot make a folder for ${label} in ${tmpdir()}: ${message}`, spaceHint(code), cause);
  }
}
