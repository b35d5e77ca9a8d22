import { availableParallelism, totalmem } from "node:os";
import { expect, it } from "vitest";
import { environment } from "./environment.ts";

it("names machine, versions and limits, and what the machine gave", () => {
  const files: Record<string, string> = {
    "/proc/self/cgroup": "0::/job\n",
    "/sys/fs/cgroup/job/cpu.max": "150000 100000\n",
    "/sys/fs/cgroup/job/memory.max": "1048576\n",
  };
  const calibration = { cpuNsPerRound: 1.6, loopbackP50Ms: 0.02, loopbackP99Ms: 0.07 };
  expect(environment(calibration, (path) => files[path])).toMatchObject({
    cores: availableParallelism(),
    cpuQuota: 1.5,
    memoryBytes: totalmem(),
    memoryLimitBytes: 1048576,
    node: process.version,
    v8: process.versions.v8,
    packages: { fastify: expect.stringMatching(/^5\./), ws: expect.stringMatching(/^8\./) },
    calibration,
  });
});

it("leaves out limits that are not there and what was not measured", () => {
  const plain = environment(undefined, () => undefined);
  for (const name of ["cpuQuota", "memoryLimitBytes", "calibration"]) expect(plain).not.toHaveProperty(name);
});
