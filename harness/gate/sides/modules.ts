import { realpathSync, statSync } from "node:fs";
import { basename, dirname, isAbsolute, join, relative, sep } from "node:path";
import { unusable } from "./unusable.ts";

/** Where the caller stands: its folder, and the top of the repository around it. */
export interface Home {
  readonly folder: string;
  readonly top: string;
}

/**
 * The module of an entry on one side: what lies at the same place there as it does at home. `undefined` for a
 * module from elsewhere, which is the same for both sides. Throws `SIDE_UNUSABLE` where the side has none there.
 */
export function moduleOn(
  side: Home & { readonly label: string },
  home: Home,
  module: string,
): string | undefined {
  const place = placeIn(home, module);
  if (place === undefined) return undefined;
  const path = join(place.of === "folder" ? side.folder : side.top, place.path);
  if (!isFile(path)) {
    throw unusable(
      `${side.label} has no transport module ${place.path}`,
      "both sides need one at the same path: choose a base that has it",
    );
  }
  const real = realpathSync(path);
  if (pathIn(realpathSync(side.top), real) === undefined) {
    throw unusable(
      `the transport module ${place.path} of ${side.label} leads out of it, to ${real}`,
      "a side's module must lie in the side itself: replace the link by the file",
    );
  }
  return path;
}

/** Where a module lies at home: below the caller's folder if it can be said so, else below the repository's top. */
function placeIn(
  home: Home,
  module: string,
): { readonly of: "folder" | "top"; readonly path: string } | undefined {
  // The folder's links are followed, the file's own is not: where a side's module leads is looked at there.
  const at = join(realFolder(dirname(module)), basename(module));
  const inFolder = pathIn(home.folder, at);
  if (inFolder !== undefined) return { of: "folder", path: inFolder };
  const inTop = pathIn(home.top, at);
  return inTop === undefined ? undefined : { of: "top", path: inTop };
}

/** A folder that is not there is nowhere else. */
function realFolder(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

/** The way from a folder down to a path; `undefined` where it is not below it. */
function pathIn(folder: string, path: string): string | undefined {
  const way = relative(folder, path);
  return way === "" || way === ".." || way.startsWith(`..${sep}`) || isAbsolute(way) ? undefined : way;
}

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
