import { statSync } from "node:fs";
import { isAbsolute, resolve } from "node:path";
import { type Repository, repositoryOf } from "./git.ts";
import { commitOf, noSuchRef } from "./ref.ts";
import { unusable } from "./unusable.ts";

/** What a side's text means. */
export type Meaning =
  | { readonly kind: "folder"; readonly folder: string; readonly note?: string }
  | {
      readonly kind: "ref";
      readonly commit: string;
      readonly repository: Repository;
      readonly note?: string;
    };

/**
 * Reads a side's text, a git ref or a folder. A folder that exists comes first only where the text is written
 * as a path; otherwise a ref does. Throws `SIDE_UNUSABLE` where it is neither.
 */
export async function meaningOf(text: string, cwd: string, signal?: AbortSignal): Promise<Meaning> {
  const folder = resolve(cwd, text);
  const exists = text !== "" && isFolder(folder);
  if (writtenAsPath(text)) {
    if (exists) return { kind: "folder", folder };
    if (text.startsWith(".") || isAbsolute(text)) {
      throw unusable(`there is no folder ${folder}`, "give a folder that exists, or a git ref");
    }
  }
  let repository: Repository;
  try {
    repository = await repositoryOf(cwd, signal);
  } catch (error) {
    if (exists) return { kind: "folder", folder };
    throw error;
  }
  const commit = await commitOf(repository, text, signal);
  if (commit === undefined) {
    if (exists) return { kind: "folder", folder };
    throw await noSuchRef(repository, text, signal);
  }
  const note = `"${text}" is a git ref and a folder: the ref was taken; write ./${text} for the folder`;
  return { kind: "ref", commit, repository, ...(exists ? { note } : {}) };
}

const writtenAsPath = (text: string): boolean => text === "." || text === ".." || /[/\\]/.test(text);

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}
