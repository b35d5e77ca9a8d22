import { performance } from "node:perf_hooks";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { OwnProcess } from "./process-meter.ts";

describe("a process's own meter", () => {
  let cpu: { user: number; system: number };
  let loop: { idle: number; active: number };

  beforeEach(() => {
    cpu = { user: 1e6, system: 2e6 };
    loop = { idle: 5000, active: 700 };
    vi.spyOn(process, "cpuUsage").mockImplementation((before) => ({
      user: cpu.user - (before?.user ?? 0),
      system: cpu.system - (before?.system ?? 0),
    }));
    vi.spyOn(performance, "eventLoopUtilization").mockImplementation((one, two) => {
      const [later, earlier] = two === undefined ? [loop, one] : [one ?? loop, two];
      const idle = later.idle - (earlier?.idle ?? 0);
      const active = later.active - (earlier?.active ?? 0);
      return { idle, active, utilization: active / (idle + active) };
    });
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });

  /** A stretch of time of which a share was work. */
  const pass = (ms: number, share: number): void => {
    loop = { idle: loop.idle + ms * (1 - share), active: loop.active + ms * share };
    cpu = { user: cpu.user + 900 * ms * share, system: cpu.system + 100 * ms * share };
  };

  it("counts CPU time and utilisation of the window only", () => {
    const meter = new OwnProcess();
    pass(2000, 0.9); // warm-up
    meter.open();
    for (const share of [0.2, 0.6, 0.4]) {
      pass(1000, share);
      meter.second();
    }
    meter.close();
    pass(2000, 0.9); // drain

    expect(meter.cpuUs).toBe(1_200_000);
    expect(meter.utilization.mean).toBeCloseTo(0.4, 10);
  });

  it("keeps the busiest second beside the mean", () => {
    const meter = new OwnProcess();
    meter.open();
    for (const share of [0.1, 0.95, 0.1]) {
      pass(1000, share);
      meter.second();
    }
    meter.close();
    expect(meter.utilization.max).toBeCloseTo(0.95, 10);
    expect(meter.utilization.mean).toBeCloseTo(1.15 / 3, 10);
  });

  it("counts the last part of a window as a second when it is half a second or longer", () => {
    const meter = new OwnProcess();
    meter.open();
    pass(1000, 0.1);
    meter.second();
    pass(600, 0.9);
    meter.close();
    expect(meter.utilization.max).toBeCloseTo(0.9, 10);
  });

  it("does not take a few milliseconds of work for a busy second", () => {
    const meter = new OwnProcess();
    meter.open();
    pass(5, 1);
    meter.second();
    pass(995, 0);
    meter.second();
    meter.close();
    expect(meter.utilization.max).toBeCloseTo(0.005, 10);
  });

  it("has at least its mean as its busiest second in a window shorter than half a second", () => {
    const meter = new OwnProcess();
    meter.open();
    pass(400, 0.9);
    meter.close();
    expect(meter.utilization.max).toBeCloseTo(0.9, 10);
  });

  it("closes once, and not at all when it was never opened", () => {
    const never = new OwnProcess();
    never.close();
    const once = new OwnProcess();
    once.open();
    pass(1000, 0.5);
    once.close();
    pass(1000, 1);
    once.close();

    expect({ cpuUs: never.cpuUs, ...never.utilization }).toEqual({ cpuUs: 0, mean: 0, max: 0 });
    expect(once.cpuUs).toBe(500_000);
  });
});
