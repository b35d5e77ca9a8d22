import { describe, expect, it } from "vitest";
import type { Difference } from "./difference.ts";
import { CALIBRATION_FACTORS, compareFingerprints, fingerprintId, type Measured } from "./fingerprint.ts";

const MEASURED: Measured = {
  tool: { name: "polls-apart", version: "0.1.0" },
  environment: {
    cpuModel: "Example CPU",
    cores: 2,
    cpuQuota: 1.5,
    memoryBytes: 7.7 * 2 ** 30,
    os: "linux",
    kernel: "6.1.0",
    arch: "x64",
    node: "v20.19.0",
    v8: "11.3",
    packages: { fastify: "5.12.8", ws: "8.23.0" },
    limits: { openFiles: 20_000 },
    noDelay: true,
    calibration: { cpuNsPerRound: 1.6, loopbackP50Ms: 0.016, loopbackP99Ms: 0.04 },
  },
};

const differencesInWords = (differences: readonly Difference[]): string =>
  differences.map(({ what, base, head }) => `${what} ${base} → ${head}`).join("; ");

const changed = (change: Partial<Measured["environment"]>): Measured => ({
  ...MEASURED,
  environment: { ...MEASURED.environment, ...change },
});

it("finds nothing between a result and itself", () => {
  expect(compareFingerprints(MEASURED, MEASURED)).toEqual([]);
});

describe.each([
  // [change, what, base, head]
  [{ node: "v22.1.0" }, "Node", "v20.19.0", "v22.1.0"],
  [{ packages: { fastify: "5.12.8", ws: "8.18.0" } }, "ws", "8.23.0", "8.18.0"],
  [{ packages: { fastify: "5.12.8" } }, "ws", "8.23.0", "none"],
  [{ packages: { fastify: "5.12.8", ws: "8.23.0", hono: "4.0.0" } }, "hono", "none", "4.0.0"],
  [{ v8: "12.4" }, "V8", "11.3", "12.4"],
  [{ os: "darwin" }, "OS", "linux", "darwin"],
  [{ kernel: "6.8.0" }, "kernel", "6.1.0", "6.8.0"],
  [{ arch: "arm64" }, "architecture", "x64", "arm64"],
  [{ cpuModel: "Other CPU" }, "CPU model", "Example CPU", "Other CPU"],
  [{ cores: 4 }, "cores", "2", "4"],
  [{ cpuQuota: 2 }, "CPU quota", "1.5 cores", "2 cores"],
  [{ memoryBytes: 15.6 * 2 ** 30 }, "memory", "8 GiB", "16 GiB"],
  [{ memoryLimitBytes: 2 ** 29 }, "memory limit", "none", "536870912 B"],
])("%j", (change, what, base, head) => {
  it("makes times incomparable", () => {
    expect(compareFingerprints(MEASURED, changed(change))).toEqual([
      { what, base, head, incomparable: "timing" },
    ]);
  });

  it("is another fingerprint", () => {
    expect(fingerprintId(changed(change))).not.toBe(fingerprintId(MEASURED));
  });
});

it("takes another version of this program for another instrument", () => {
  const head = { ...MEASURED, tool: { ...MEASURED.tool, version: "0.2.0" } };
  expect(differencesInWords(compareFingerprints(MEASURED, head))).toBe("polls-apart 0.1.0 → 0.2.0");
  expect(fingerprintId(head)).not.toBe(fingerprintId(MEASURED));
});

it.each([
  [{ memoryBytes: 7.6 * 2 ** 30 }], // the kernel kept more of the same 8 GiB
  [{ packages: { ws: "8.23.0", fastify: "5.12.8" } }], // in another order
  [{ calibration: { cpuNsPerRound: 1.6 * 1.04, loopbackP50Ms: 0.016 * 1.4, loopbackP99Ms: 20 } }],
])("does not mind %j", (change) => {
  expect(compareFingerprints(MEASURED, changed(change))).toEqual([]);
  expect(fingerprintId(changed(change))).toBe(fingerprintId(MEASURED));
});

it.each([
  [{ netns: true }, "network namespace the machine's → the run's own"],
  [{ limits: {} }, "open-file limit 20000 → none"],
])("tells %j and compares all the same", (change, words) => {
  const differences = compareFingerprints(MEASURED, changed(change));
  expect(differencesInWords(differences)).toBe(words);
  expect(differences[0]?.incomparable).toBe("nothing");
});

describe("calibrations", () => {
  const withCalibration = (cpuNsPerRound: number, loopbackP50Ms: number): Measured =>
    changed({ calibration: { cpuNsPerRound, loopbackP50Ms } });
  const { cpuNsPerRound: cpu, loopbackP50Ms: loopback } = CALIBRATION_FACTORS;

  it.each([
    // [CPU loop and loopback as multiples, words]
    [cpu * 1.001, 1, "CPU loop 1.60 ns a round → 1.68 ns a round"],
    [1 / (cpu * 1.001), 1, "CPU loop 1.60 ns a round → 1.52 ns a round"],
    [1, loopback * 1.001, "loopback round trip 16.0 µs → 24.0 µs"],
    [cpu * 0.999, loopback * 0.999, ""],
  ])("of %d and %d times as much: %s", (cpuTimes, loopbackTimes, words) => {
    const head = withCalibration(1.6 * cpuTimes, 0.016 * loopbackTimes);
    expect(differencesInWords(compareFingerprints(MEASURED, head))).toBe(words);
  });

  it("that were not measured say nothing", () => {
    const { calibration: _, ...environment } = MEASURED.environment;
    expect(compareFingerprints(MEASURED, { ...MEASURED, environment })).toEqual([]);
    expect(compareFingerprints(MEASURED, changed({ calibration: {} }))).toEqual([]);
  });
});

it("tells Node and packages before everything else", () => {
  const head = changed({
    cpuModel: "Other CPU",
    kernel: "6.8.0",
    packages: { fastify: "5.13.0", ws: "8.18.0" },
    node: "v22.1.0",
    limits: {},
    calibration: { cpuNsPerRound: 2 },
  });
  expect(compareFingerprints(MEASURED, head).map(({ what }) => what)).toEqual([
    "Node",
    "fastify",
    "ws",
    "kernel",
    "CPU model",
    "CPU loop",
    "open-file limit",
  ]);
});
