import { mkdir, open, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { getSystemErrorMap } from "node:util";
import { BenchError } from "../core/errors.ts";

/** Makes sure that files can be written in a folder, which it creates; throws OUT_UNWRITABLE. */
export async function ensureWritable(folder: string): Promise<void> {
  const probe = join(folder, `.probe-${process.pid}`);
  try {
    await makeFolder(folder);
    await writeFile(probe, "");
    await rm(probe);
  } catch (cause) {
    throw unwritable(folder, cause);
  }
}

/** Writes a file whole or not at all: readers see the old one or the new one. Throws OUT_UNWRITABLE. */
export async function writeAtomically(path: string, text: string): Promise<void> {
  const unfinished = join(dirname(path), `.${basename(path)}.${process.pid}`);
  try {
    await makeFolder(dirname(path));
    await writeFile(unfinished, text);
    await rename(unfinished, path);
  } catch (cause) {
    await rm(unfinished, { force: true }).catch(() => {});
    throw unwritable(path, cause);
  }
}

/**
 * Creates a folder and those around it. Node's own recursive `mkdir` never returns where a file system
 * answers ENOENT for a new name in an existing folder, as /proc does.
 */
async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder);
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    if (code === "EEXIST" && (await stat(folder)).isDirectory()) return;
    const parent = dirname(folder);
    const parentMissing = code === "ENOENT" && parent !== folder && !(await exists(parent));
    if (!parentMissing) throw cause;
    await makeFolder(parent);
    await mkdir(folder);
  }
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

/** The first `limit` bytes of a file as text, and whether there is more. */
export async function readUpTo(path: string, limit: number): Promise<{ text: string; more: boolean }> {
  const file = await open(path, "r");
  try {
    const chunks: Buffer[] = [];
    let length = 0;
    while (length <= limit) {
      const { bytesRead, buffer } = await file.read({ buffer: Buffer.alloc(64 * 1024), position: null });
      if (bytesRead === 0) break;
      chunks.push(buffer.subarray(0, bytesRead));
      length += bytesRead;
    }
    return { text: Buffer.concat(chunks).toString("utf8"), more: length > limit };
  } finally {
    await file.close();
  }
}

/** Why a file operation failed, in the system's words: `no such file or directory (ENOENT)`. */
export function reasonOf(cause: unknown): string {
  const { errno, code, message } = cause as NodeJS.ErrnoException;
  const words = errno === undefined ? undefined : getSystemErrorMap().get(errno)?.[1];
  return words === undefined ? message : `${words} (${code})`;
}

function unwritable(path: string, cause: unknown): BenchError {
  return new BenchError("OUT_UNWRITABLE", `cannot write ${path}: ${reasonOf(cause)}`, {
    hint: "give another place with --out",
    cause,
  });
}
