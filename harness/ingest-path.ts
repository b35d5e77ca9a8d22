import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A fresh address for a server's ingest socket that no one else can reach, and how to clear it away. */
export function ingestPath(): { path: string; remove: () => void } {
  if (process.platform === "win32") {
    return { path: `\\\\.\\pipe\\polls-apart-${randomUUID()}`, remove: () => {} };
  }
  const folder = mkdtempSync(join(tmpdir(), "polls-apart-"));
  return { path: join(folder, "ingest"), remove: () => rmSync(folder, { recursive: true, force: true }) };
}
