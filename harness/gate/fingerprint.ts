import { createHash } from "node:crypto";
import type { Result } from "../../core/result.ts";
import { formatNumber } from "../../reports/numbers.ts";
import type { Calibration } from "../calibrate.ts";
import { type Difference, differenceIn } from "./difference.ts";

/** What of a result tells where and with what it was measured. */
export type Measured = Pick<Result, "tool" | "environment">;
type Environment = Result["environment"];

/**
 * By how much calibrations may differ, as a factor, before the machine counts as another one. 40 repeats on one
 * machine, half of them with twice as many busy processes as cores: the CPU's loop within a factor of 1.002, the
 * loopback's median 1.02 at ordinary load and 1.42 at the worst. 1.05 for the CPU is the gate's own first limit on time.
 * The loopback's 99th percentile varies 500-fold with what else runs: it is told and never judged.
 */
export const CALIBRATION_FACTORS = { cpuNsPerRound: 1.05, loopbackP50Ms: 1.5 } as const;

/**
 * What two results differ in of all that times depend on. What explains a difference most often comes first: Node and
 * packages, then the rest of the software, then the machine.
 */
export function compareFingerprints(base: Measured, head: Measured): readonly Difference[] {
  const before = partsOf(base);
  const after = partsOf(head);
  const versions = [...new Set([...packages(base), ...packages(head)])].toSorted().map((name) => ({
    name,
    base: base.environment.packages[name],
    head: head.environment.packages[name],
  }));
  const [node = [], ...others] = PARTS.map((part) => differenceIn(part, "timing", before[part], after[part]));
  return [
    ...node,
    ...versions.flatMap((each) => differenceIn(each.name, "timing", each.base, each.head)),
    ...others.flat(),
    ...compareCalibrations(base.environment.calibration, head.environment.calibration),
    ...asides(base.environment, head.environment),
  ];
}

/**
 * Names a fingerprint, calibration apart: two results with the same have no difference that makes times
 * incomparable, unless their calibrations do.
 */
export function fingerprintId(measured: Measured): string {
  const { packages } = measured.environment;
  const versions = Object.entries(packages).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const parts = partsOf(measured);
  const whole = JSON.stringify([PARTS.map((part) => parts[part] ?? null), versions]);
  return createHash("sha256").update(whole).digest("hex").slice(0, 16);
}

/** Whether a calibration is that of another machine; no differences where one of them was not measured. */
export function compareCalibrations(base: Calibration = {}, head: Calibration = {}): readonly Difference[] {
  return [
    ...calibrated("CPU loop", "cpuNsPerRound", "ns a round", 1, base, head),
    ...calibrated("loopback round trip", "loopbackP50Ms", "µs", 1000, base, head),
  ];
}

function calibrated(
  what: string,
  name: keyof typeof CALIBRATION_FACTORS,
  unit: string,
  scale: number,
  { [name]: base }: Calibration,
  { [name]: head }: Calibration,
): readonly Difference[] {
  if (base === undefined || head === undefined) return [];
  if (Math.max(base, head) <= CALIBRATION_FACTORS[name] * Math.min(base, head)) return [];
  const text = (value: number): string => `${formatNumber(value * scale)} ${unit}`;
  return [{ what, base: text(base), head: text(head), incomparable: "timing" }];
}

/** In the order in which they are told; packages come after the first. */
const PARTS = [
  "Node",
  "polls-apart",
  "V8",
  "OS",
  "kernel",
  "architecture",
  "CPU model",
  "cores",
  "CPU quota",
  "memory",
  "memory limit",
] as const;

function partsOf({
  tool,
  environment,
}: Measured): Readonly<Record<(typeof PARTS)[number], string | number | undefined>> {
  const { cpuQuota, memoryLimitBytes } = environment;
  return {
    Node: environment.node,
    "polls-apart": tool.version,
    V8: environment.v8,
    OS: environment.os,
    kernel: environment.kernel,
    architecture: environment.arch,
    "CPU model": environment.cpuModel,
    cores: environment.cores,
    "CPU quota": cpuQuota === undefined ? undefined : `${cpuQuota} cores`,
    // A machine has whole ones, of which the kernel keeps a part that is not always the same.
    memory: `${Math.ceil(environment.memoryBytes / 2 ** 30)} GiB`,
    "memory limit": memoryLimitBytes === undefined ? undefined : `${memoryLimitBytes} B`,
  };
}

const packages = ({ environment }: Measured): readonly string[] => Object.keys(environment.packages);

/** What times hardly depend on. */
function asides(base: Environment, head: Environment): readonly Difference[] {
  return [
    ...differenceIn("network namespace", "nothing", namespace(base), namespace(head)),
    ...differenceIn("open-file limit", "nothing", base.limits.openFiles, head.limits.openFiles),
  ];
}

const namespace = ({ netns }: Environment): string => (netns === true ? "the run's own" : "the machine's");
