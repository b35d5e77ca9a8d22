import { describe, expect, it } from "vitest";
import { cpuSharesOf, parseCpuTimes, parseOpenFiles } from "./proc.ts";

describe("CPU times", () => {
  it("are the sum over all CPUs, with guests' time counted once", () => {
    const text = "cpu  100 10 50 800 20 1 2 17 40 5\ncpu0 50 5 25 400 10 0 1 8 20 2\n";
    expect(parseCpuTimes(text)).toEqual({ total: 1000, idle: 820, steal: 17 });
  });

  it("are unknown where the file says something else", () => {
    expect(parseCpuTimes("")).toBeUndefined();
    expect(parseCpuTimes("cpu0 1 2 3 4\n")).toBeUndefined();
  });

  it("become shares of the time between two readings", () => {
    const from = { total: 1000, idle: 900, steal: 0 };
    expect(cpuSharesOf(from, { total: 1100, idle: 960, steal: 5 })).toEqual({ busy: 0.4, steal: 0.05 });
    expect(cpuSharesOf({ total: 0, idle: 0 }, { total: 10, idle: 10 })).toEqual({ busy: 0 });
  });

  it("say nothing when none has passed, as in sandboxes that show zeros", () => {
    expect(cpuSharesOf({ total: 0, idle: 0 }, { total: 0, idle: 0 })).toBeUndefined();
  });
});

it.each([
  [
    "Max open files            1024                 524288               files\n",
    { soft: 1024, hard: 524288 },
  ],
  ["Max open files            1024                 unlimited            files\n", { soft: 1024 }],
  ["Max processes             7                    7                    processes\n", {}],
])("reads the limits of open files in %j", (text, limits) => {
  expect(parseOpenFiles(text)).toEqual(limits);
});
