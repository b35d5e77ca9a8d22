import { readFileSync } from "node:fs";
import { arch, availableParallelism, cpus, loadavg, platform, release, totalmem } from "node:os";
import type { Result } from "../core/result.ts";
import { openFilesLimit } from "./limits.ts";

/** Packages whose version could explain a difference between two results. */
const PACKAGES = ["fastify", "ws"] as const;

/** What could explain a difference between two results: machine, limits and versions. */
export function environment(): Result["environment"] {
  const openFiles = openFilesLimit();
  return {
    cpuModel: cpus()[0]?.model.trim() ?? "unknown",
    cores: availableParallelism(),
    memoryBytes: totalmem(),
    os: platform(),
    kernel: release(),
    arch: arch(),
    node: process.version,
    packages: Object.fromEntries(PACKAGES.map((name) => [name, versionOf(name)])),
    limits: openFiles === undefined ? {} : { openFiles },
    noDelay: true,
  };
}

/** The version of this program. */
export function ownVersion(): string {
  return readVersion(new URL("../../package.json", import.meta.url)) ?? "unknown";
}

/** Whether the machine was busy with something else when asked: more runnable tasks than cores. */
export function hostIsBusy(): boolean {
  return (loadavg()[0] ?? 0) > availableParallelism();
}

function versionOf(name: string): string {
  // Not every package exports its package.json: look beside its entry, upwards.
  let folder = new URL(".", import.meta.resolve(name));
  for (let up = 0; up < 5; up++) {
    const version = readVersion(new URL("package.json", folder), name);
    if (version !== undefined) return version;
    folder = new URL("..", folder);
  }
  return "unknown";
}

function readVersion(url: URL, name?: string): string | undefined {
  try {
    const data = JSON.parse(readFileSync(url, "utf8")) as { name?: string; version?: string };
    return name === undefined || data.name === name ? data.version : undefined;
  } catch {
    return undefined;
  }
}
