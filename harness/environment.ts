import { arch, availableParallelism, cpus, loadavg, platform, release, totalmem } from "node:os";
import { resolve } from "node:path";
import type { Result } from "../core/result.ts";
import type { Calibration } from "./calibrate.ts";
import { cpuQuota, memoryLimit } from "./control-group.ts";
import { openFilesLimit } from "./limits.ts";
import { packagesOf, versionIn } from "./packages.ts";
import { type ReadFile, readText } from "./text-file.ts";

/** The folder of this program's package: the sources', or the one above `dist/`. */
const OWN_FOLDER = ["..", "../.."]
  .map((up) => resolve(import.meta.dirname, up))
  .find((folder) => versionIn(folder, "polls-apart") !== undefined);

/**
 * What could explain a difference between two results: machine, limits and versions, and what the machine gave when
 * the run began.
 */
export function environment(calibration?: Calibration, read: ReadFile = readText): Result["environment"] {
  const openFiles = openFilesLimit();
  const quota = cpuQuota(read);
  const memory = memoryLimit(read, totalmem());
  return {
    cpuModel: cpus()[0]?.model.trim() ?? "unknown",
    cores: availableParallelism(),
    ...(quota === undefined ? {} : { cpuQuota: quota }),
    memoryBytes: totalmem(),
    ...(memory === undefined ? {} : { memoryLimitBytes: memory }),
    os: platform(),
    kernel: release(),
    arch: arch(),
    node: process.version,
    v8: process.versions.v8,
    packages: OWN_FOLDER === undefined ? {} : packagesOf(OWN_FOLDER),
    limits: openFiles === undefined ? {} : { openFiles },
    noDelay: true,
    ...(calibration === undefined ? {} : { calibration }),
  };
}

/** The version of this program. */
export function ownVersion(): string {
  return (OWN_FOLDER && versionIn(OWN_FOLDER)) ?? "unknown";
}

/** Whether the machine was busy with something else when asked: more runnable tasks than cores. */
export function hostIsBusy(): boolean {
  return (loadavg()[0] ?? 0) > availableParallelism();
}
