import { existsSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import type { Milliseconds } from "../../../core/units.ts";
import { manifest } from "../../packages.ts";
import { cleanEnvironment } from "./git.ts";
import { spaceHint } from "./no-space.ts";
import { unusable } from "./unusable.ts";
import { type Work, type Worked, work } from "./work.ts";

/** How long a build may take unless told otherwise. */
export const BUILD_LIMIT_MS: Milliseconds = 600_000;

/**
 * Installs and builds a side.
 *
 * @param command the person's own shell text; by default what npm projects agree on
 */
export async function build(
  { top, folder }: { readonly top: string; readonly folder: string },
  label: string,
  command: string | undefined,
  shop: Work,
): Promise<void> {
  const text = command ?? defaultCommand(top, folder);
  if (text.trim() === "") return;
  const end = await work(shop, "build", { file: "sh", words: ["-c", text], cwd: folder }, buildEnvironment());
  if (end.code === 0 && !end.late) return;
  throw failed(end, { top, label, text, limitMs: shop.limitMs });
}

/**
 * Installs where the lock file is, which in a workspace is above, then builds here; nothing without a package.
 * A package whose `prepare` is its build has been built by installing it.
 */
export function defaultCommand(top: string, folder: string): string {
  if (!existsSync(join(folder, "package.json"))) return "";
  const { scripts } = manifest(folder) as { readonly scripts?: { readonly prepare?: unknown } };
  const builds = scripts?.prepare === "npm run build";
  const then = " && npm run build --if-present";
  const locked = foldersUpTo(top, folder).find((above) => existsSync(join(above, "package-lock.json")));
  const quiet = "--no-audit --no-fund";
  if (locked === undefined) return `npm install ${quiet}${builds ? "" : then}`;
  const up = relative(folder, locked);
  // Only ever "..", so no word of a path comes near the shell.
  return up === "" ? `npm ci ${quiet}${builds ? "" : then}` : `(cd ${up} && npm ci ${quiet})${then}`;
}

function foldersUpTo(top: string, folder: string): string[] {
  const above = dirname(folder);
  return folder === top || above === folder ? [folder] : [folder, ...foldersUpTo(top, above)];
}

/** What a surrounding `npx bench` tells its own package would mislead the npm of another. */
function buildEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(cleanEnvironment()).filter(
      ([name]) => !/^npm_(package_|lifecycle_|command$|config_local_prefix$)/.test(name),
    ),
  );
}

function failed(
  end: Worked,
  { top, label, text, limitMs }: { top: string; label: string; text: string; limitMs: Milliseconds },
): Error {
  const how = end.late
    ? `took longer than ${Math.round(limitMs / 1000)} s and was ended`
    : `ended with ${end.signal ?? `exit code ${end.code}`}`;
  const said = end.lines.length === 0 ? "it wrote nothing" : `its last lines:\n${end.lines.join("\n")}`;
  const full = /ENOSPC|no space left/i.test(said) ? `\n${spaceHint("ENOSPC")}` : "";
  const submodules = existsSync(join(top, ".gitmodules"))
    ? "\nits submodules were not checked out: begin the build command with `git submodule update --init --recursive &&`"
    : "";
  return unusable(`${label} does not build: \`${text}\` ${how}`, `${said}${full}${submodules}`);
}
