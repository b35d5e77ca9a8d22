// What a process has cost so far, read from outside, the same way for every program: /proc/<pid>/stat.
import { readFileSync } from "node:fs";

/** Kernel clock ticks are 10 ms on every Linux that Node runs on (USER_HZ). */
const TICK_US = 10_000;

/** CPU time of a process in microseconds, its threads included. Throws when it is gone. */
export function cpuOf(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, "latin1")
    .replace(/^.*\) /, "")
    .split(" ");
  return { userUs: Number(fields[11]) * TICK_US, systemUs: Number(fields[12]) * TICK_US };
}

/** Resident memory of a process in bytes. */
export function rssOf(pid) {
  const [, kib = "0"] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "latin1")) ?? [];
  return Number(kib) * 1024;
}
