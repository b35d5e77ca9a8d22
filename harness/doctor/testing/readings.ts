import type { Facts, Readings } from "../readings.ts";

/** What a quiet machine with two cores says of itself, changed where a test needs it. */
export function factsOf(changed: Partial<Facts> = {}): Facts {
  return {
    node: "v20.20.2",
    os: "linux",
    kernel: "6.1.0",
    tool: "0.1.0",
    openFiles: { soft: 20_000, hard: 20_000 },
    ports: { first: 32_768, last: 60_999 },
    limits: {
      direct: { clients: 19_936, by: "descriptors" },
      linked: { clients: 19_936, by: "descriptors" },
    },
    cores: { cpus: 2, parallelism: 2 },
    memory: { availableBytes: 8 * 1024 ** 3, totalBytes: 16 * 1024 ** 3 },
    loadAverage: 0.2,
    ...changed,
  };
}

/** What a quiet machine measures, changed where a test needs it. */
export function readingsOf(changed: Partial<Readings> = {}): Readings {
  return {
    facts: factsOf(),
    cpu: { busy: 0.01, steal: 0 },
    timers: { count: 120, p50Ms: 0.1, p99Ms: 0.6 },
    sleep: { count: 200, p50Ms: 0.1, p99Ms: 0.3 },
    clock: { reads: 1_000_000, readNs: 45, hrtimeReadNs: 90, stepNs: 30, backwards: 0 },
    processes: { type: "done", value: { exchanges: 200, outside: 0, withinMs: 0.02 } },
    loopback: {
      type: "done",
      value: {
        roundTrip: { count: 2000, p50Ms: 0.03, p99Ms: 0.15 },
        connect: { count: 50, p50Ms: 0.1, p99Ms: 0.4 },
      },
    },
    namespace: { type: "done", value: true },
    tookMs: 1500,
    ...changed,
  };
}
