import { describe, expect, it } from "vitest";
import { cpuQuota, memoryLimit } from "./control-group.ts";

/** A machine with these files. */
const having =
  (files: Readonly<Record<string, string>>) =>
  (path: string): string | undefined =>
    files[path];
const GIB = 2 ** 30;

describe("the CPU quota", () => {
  it.each([
    ["max 100000\n", undefined],
    ["150000 100000\n", 1.5],
    ["0 0\n", undefined],
    ["lots\n", undefined],
  ])("is %j of version 2 as %s cores", (text, cores) => {
    expect(cpuQuota(having({ "/proc/self/cgroup": "0::/\n", "/sys/fs/cgroup/cpu.max": text }))).toBe(cores);
  });

  it.each([
    ["-1\n", "100000\n", undefined],
    ["50000\n", "100000\n", 0.5],
    ["50000\n", "0\n", undefined],
  ])("is %j of %j in version 1 as %s cores", (quota, period, cores) => {
    const files = {
      "/proc/self/cgroup": "4:memory:/\n2:cpu,cpuacct:/docker/x\n",
      "/sys/fs/cgroup/cpu/docker/x/cpu.cfs_quota_us": quota,
      "/sys/fs/cgroup/cpu/docker/x/cpu.cfs_period_us": period,
    };
    expect(cpuQuota(having(files))).toBe(cores);
  });

  it("is the tightest on the way up, of both versions", () => {
    const files = {
      "/proc/self/cgroup": "1:cpu:/v1\n0::/a/b\n",
      "/sys/fs/cgroup/a/b/cpu.max": "max 100000\n",
      "/sys/fs/cgroup/a/cpu.max": "150000 100000\n",
      "/sys/fs/cgroup/cpu.max": "400000 100000\n",
      "/sys/fs/cgroup/cpu/cpu.cfs_quota_us": "200000\n",
      "/sys/fs/cgroup/cpu/cpu.cfs_period_us": "100000\n",
    };
    expect(cpuQuota(having(files))).toBe(1.5);
    expect(cpuQuota(having({ ...files, "/sys/fs/cgroup/cpu/cpu.cfs_quota_us": "100000\n" }))).toBe(1);
  });

  it("is looked for inside the mount alone, and not forever", () => {
    const asked: string[] = [];
    const read = (path: string): string | undefined => {
      asked.push(path);
      return path === "/proc/self/cgroup" ? `0::/../../etc${"/deep".repeat(1000)}\n` : undefined;
    };
    expect(cpuQuota(read)).toBeUndefined();
    expect(asked.filter((path) => path.includes(".."))).toEqual([]);
    expect(asked.length).toBeLessThan(40);
  });
});

describe("the memory limit", () => {
  it.each([
    [{ "/proc/self/cgroup": "0::/a\n", "/sys/fs/cgroup/a/memory.max": "max\n" }, undefined],
    [{ "/proc/self/cgroup": "0::/a\n", "/sys/fs/cgroup/memory.max": `${GIB}\n` }, GIB],
    [
      { "/proc/self/cgroup": "4:memory:/j\n", "/sys/fs/cgroup/memory/j/memory.limit_in_bytes": `${GIB}\n` },
      GIB,
    ],
    [{ "/sys/fs/cgroup/memory/memory.limit_in_bytes": "9223372036854771712\n" }, undefined], // version 1's "none"
    [{}, undefined],
  ])("of %j is %s", (files, bytes) => {
    expect(memoryLimit(having(files), 8 * GIB)).toBe(bytes);
  });
});
