import { describe, expect, it } from "vitest";
import { EarlyReader, loopbackCounters, trafficBetween } from "./interface-counters.ts";

const HEAD = `Inter-|   Receive                                                |  Transmit
 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
`;

describe("the loopback interface's counters", () => {
  it.each([
    [
      "in the kernel's columns",
      "    lo: 1234567    8901    0    0    0     0          0         0  1234567    8901",
    ],
    ["of many digits", "    lo:123456789012 8901 0 0 0 0 0 0 123456789012 8901"],
  ])("are read %s", (_, line) => {
    const other = "  eth0:     999     999    0    0    0     0          0         0      999     999\n";
    const { bytes, packets } = loopbackCounters(() => `${HEAD}${other}${line}\n`);
    expect([String(bytes), packets]).toEqual([/\d{6,}/.exec(line)?.[0], 8901]);
  });

  it.each([
    [
      "there is no such file",
      () => {
        throw new Error("ENOENT");
      },
    ],
    ["there is no such interface", () => HEAD],
  ])("are an error with a remedy where %s", (_, read) => {
    expect(() => loopbackCounters(read)).toThrow(/no counters of the loopback interface/);
  });

  it("tell what crossed between two readings, and nothing from one", () => {
    const before = { bytes: 100, packets: 1 };
    expect(trafficBetween(before, { bytes: 350, packets: 4 })).toEqual({
      network: { bytes: 250, packets: 3 },
    });
    expect(trafficBetween(undefined, before)).toEqual({});
  });
});

describe("readings taken ahead", () => {
  it("stand for the next reading, once; what crossed meanwhile belongs to what follows it", () => {
    const seen = [1, 2, 3].map((packets) => ({ bytes: 100 * packets, packets }));
    const reader = new EarlyReader(() => seen.shift()!);
    reader.look();
    expect(reader.read().packets).toBe(1);
    expect(reader.read().packets).toBe(2);
    reader.look();
    expect(reader.read()).toEqual({ bytes: 300, packets: 3 });
  });
});
