import type { Bytes } from "../core/units.ts";
import type { ReadFile } from "./text-file.ts";

/** Where control groups are mounted, of both versions. */
const MOUNT = "/sys/fs/cgroup";
/** Depth at which looking for control groups ends: what is told from outside is not followed forever. */
const MAX_DEPTH = 32;

/**
 * The tightest CPU quota of the control groups that this process is in, in cores; `undefined` without one. Reads
 * `cpu.max` of version 2, and quota and period of version 1.
 */
export function cpuQuota(read: ReadFile): number | undefined {
  const cgroup = read("/proc/self/cgroup") ?? "";
  return tightest([
    ...foldersUp(MOUNT, pathOf(cgroup, "")).map((folder) => parseCpuMax(read(`${folder}/cpu.max`) ?? "")),
    ...foldersUp(`${MOUNT}/cpu`, pathOf(cgroup, "cpu")).map((folder) =>
      quotaOf(read(`${folder}/cpu.cfs_quota_us`), read(`${folder}/cpu.cfs_period_us`)),
    ),
  ]);
}

/** The tightest limit on memory of these control groups; `undefined` without one below `totalBytes`. */
export function memoryLimit(read: ReadFile, totalBytes: Bytes): Bytes | undefined {
  const cgroup = read("/proc/self/cgroup") ?? "";
  const limit = tightest([
    ...foldersUp(MOUNT, pathOf(cgroup, "")).map((folder) => numberIn(read(`${folder}/memory.max`))),
    ...foldersUp(`${MOUNT}/memory`, pathOf(cgroup, "memory")).map((folder) =>
      numberIn(read(`${folder}/memory.limit_in_bytes`)),
    ),
  ]);
  // Version 1 says that there is no limit by a huge one.
  return limit !== undefined && limit < totalBytes ? limit : undefined;
}

/** A version 2 group's `cpu.max` in cores; `undefined` where it sets no quota. */
function parseCpuMax(text: string): number | undefined {
  const [, quota, period] = /^(\d+) (\d+)\s*$/.exec(text) ?? [];
  return quotaOf(quota, period);
}

/** Microseconds of CPU in each period, as cores. Without a quota it is −1. */
function quotaOf(quota: string | undefined, period: string | undefined): number | undefined {
  const cores = (numberIn(quota) ?? Number.NaN) / (numberIn(period) ?? Number.NaN);
  return Number.isFinite(cores) && cores > 0 ? cores : undefined;
}

const numberIn = (text: string | undefined): number | undefined =>
  text !== undefined && /^\d+\s*$/.test(text) ? Number(text) : undefined;

const tightest = (limits: readonly (number | undefined)[]): number | undefined => {
  const there = limits.filter((limit) => limit !== undefined);
  return there.length === 0 ? undefined : Math.min(...there);
};

/** A controller's group by `/proc/self/cgroup`; version 2's by the empty name. The root where none is told. */
function pathOf(cgroup: string, controller: string): string {
  for (const line of cgroup.split("\n")) {
    const [, controllers, path] = /^\d+:([^:]*):(\/.*)$/.exec(line) ?? [];
    if (controllers?.split(",").includes(controller) === true) return path!;
  }
  return "/";
}

/** A group's folder and all above it, up to the mount: in a container only the mount itself may be there. */
function foldersUp(mount: string, path: string): readonly string[] {
  const names = path.split("/").filter((name) => name !== "" && name !== "." && name !== "..");
  const depth = Math.min(names.length, MAX_DEPTH);
  return Array.from({ length: depth + 1 }, (_, up) => [mount, ...names.slice(0, depth - up)].join("/"));
}
