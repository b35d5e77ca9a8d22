import { availableParallelism, cpus, loadavg, platform, release, totalmem } from "node:os";
import { BenchError } from "../../core/errors.ts";
import { ceilingOf } from "../capacity/ceiling.ts";
import { cpuQuota } from "../control-group.ts";
import { ownVersion } from "../environment.ts";
import { checkLimits, ephemeralPorts, openFilesLimit } from "../limits.ts";
import { type ReadFile, readText } from "../text-file.ts";
import { type CpuTimes, parseCpuTimes, parseOpenFiles } from "./proc.ts";
import type { ClientLimit, Facts } from "./readings.ts";

/** The most clients that a scenario may ask for. */
export const MOST_CLIENTS = 50_000;

/** What this machine says about itself. */
export function facts(read: ReadFile = readText): Facts {
  const { hard, soft = openFilesLimit() } = parseOpenFiles(read("/proc/self/limits") ?? "");
  const ports = ephemeralPorts();
  const quota = cpuQuota(read);
  const available = process.availableMemory();
  return {
    node: process.version,
    os: platform(),
    kernel: release(),
    tool: ownVersion(),
    ...(soft === undefined ? {} : { openFiles: { soft, ...(hard === undefined ? {} : { hard }) } }),
    ...(ports === undefined ? {} : { ports }),
    limits: {
      direct: clientLimit((clients) => checkLimits(clients)),
      linked: clientLimit((clients) => checkLimits(clients, true)),
    },
    cores: {
      cpus: cpus().length,
      parallelism: availableParallelism(),
      ...(quota === undefined ? {} : { quota }),
    },
    memory: { totalBytes: totalmem(), ...(available > 0 ? { availableBytes: available } : {}) },
    // Windows has no load average and says 0.
    ...(platform() === "win32" ? {} : { loadAverage: loadavg()[0] ?? 0 }),
  };
}

/**
 * The most clients for which a check of limits does not complain.
 *
 * @param check throws LIMIT_TOO_LOW for more clients than there may be
 */
export function clientLimit(check: (clients: number) => void, most = MOST_CLIENTS): ClientLimit {
  try {
    const { clients, lacks } = ceilingOf(most, check);
    return { clients, ...(lacks === undefined ? {} : { by: lacks.what }) };
  } catch (error) {
    if (!(error instanceof BenchError)) throw error;
    return { clients: 0, by: /\bports?\b/.test(error.message) ? "ports" : "descriptors" };
  }
}

/** CPU time since the machine started, of all CPUs. */
export function cpuTimes(read: ReadFile = readText): CpuTimes {
  const times = parseCpuTimes(read("/proc/stat") ?? "");
  if (times !== undefined) return times;
  const sums = { total: 0, idle: 0 };
  for (const { times } of cpus()) {
    sums.total += times.user + times.nice + times.sys + times.idle + times.irq;
    sums.idle += times.idle;
  }
  return sums;
}
