import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Packages whose version could explain a difference between two results of the built-in transports. */
const PACKAGES: readonly string[] = ["fastify", "ws"];

/**
 * The versions that a program in this folder would load, by name; "unknown" where there is none. Looked up as
 * Node does, in `node_modules` upwards, without loading anything.
 */
export function packagesOf(folder: string, names: readonly string[] = PACKAGES): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, installed(folder, name) ?? "unknown"]));
}

/** The version in a folder's `package.json`; none where it has none, or belongs to another package than named. */
export function versionIn(folder: string, name?: string): string | undefined {
  const data = manifest(folder);
  const { name: found, version } = data as { name?: unknown; version?: unknown };
  if (name !== undefined && found !== name) return undefined;
  return typeof version === "string" ? version : undefined;
}

/** What a folder's `package.json` says; nothing where there is none that can be read. */
export function manifest(folder: string): Readonly<Record<string, unknown>> {
  try {
    const data: unknown = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    return typeof data === "object" && data !== null ? (data as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function installed(folder: string, name: string): string | undefined {
  const version = versionIn(join(folder, "node_modules", name), name);
  const parent = dirname(folder);
  return version ?? (parent === folder ? undefined : installed(parent, name));
}
