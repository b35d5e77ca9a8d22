/** What a check found: `bad` means that a measurement here would be invalid. */
export type Status = "ok" | "warn" | "bad";

export const CHECK_NAMES = [
  "timers",
  "sleep",
  "clock",
  "processes",
  "loopback",
  "descriptors",
  "ports",
  "cores",
  "memory",
  "load",
  "namespaces",
  "versions",
] as const;
export type CheckName = (typeof CHECK_NAMES)[number];

/** One thing about the machine and what it means. */
export interface Check {
  readonly name: CheckName;
  readonly status: Status;
  /** By name, with the unit in it; what cannot be read is absent. */
  readonly figures: Readonly<Record<string, number | string>>;
  /** The figures in a few words. */
  readonly shown: string;
  /** What they mean, in a sentence. */
  readonly meaning: string;
  /** What to do about it; absent where nothing has to be done, or nothing can. */
  readonly remedy?: string;
}

/** What stands where a machine does not tell. */
export const UNREADABLE = "cannot be read here";

/** A check of something that cannot be read. */
export const unreadable = (name: CheckName, meaning: string): Check => ({
  name,
  status: "warn",
  figures: {},
  shown: UNREADABLE,
  meaning,
});

const ORDER: readonly Status[] = ["ok", "warn", "bad"];

/** The worst of some; `ok` of none. */
export function worst(statuses: readonly Status[]): Status {
  return ORDER[Math.max(0, ...statuses.map((status) => ORDER.indexOf(status)))]!;
}
