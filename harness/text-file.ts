import { readFileSync } from "node:fs";

/** A file of the machine as text; `undefined` where it cannot be read. */
export type ReadFile = (path: string) => string | undefined;

/** Reads it. */
export function readText(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
