import type { Milliseconds } from "../../core/units.ts";
import { formatCount, formatNumber } from "../../reports/numbers.ts";
import { MAX_SLIP_MS, MAX_SLIP_SHARE } from "../verdict.ts";
import type { Agreement } from "./agreement.ts";
import { type Check, type CheckName, type Status, unreadable } from "./check.ts";
import type { Attempt, ClockReading, LoopbackReading } from "./readings.ts";
import { slipOfSleep, slipOfTimers } from "./slip.ts";
import type { Spread } from "./spread.ts";

/** A clock that costs more per reading weighs on every event; one that goes through the kernel costs this much. */
const SLOW_READ_NS = 1000;
/** A clock with coarser steps blurs what loopback takes. */
const COARSE_STEP_NS = 100_000;
/** Round trips on a quiet machine take well under this; above, the scheduler is what is measured. */
const SLOW_ROUND_TRIP_MS: Milliseconds = 2;

const QUIET = "end what else is running, or use a machine (or more CPU share) of your own";

export const timersCheck = (timers: Spread | undefined): Check =>
  lateness("timers", timers, slipOfTimers, "late");

export const sleepCheck = (sleep: Spread | undefined): Check =>
  lateness("sleep", sleep, slipOfSleep, "too long");

/** What lateness does to the publisher's schedule: its verdict has a limit for slip, and this foresees it. */
function lateness(
  name: CheckName,
  spread: Spread | undefined,
  slipOf: (ms: Milliseconds) => Milliseconds,
  word: string,
): Check {
  if (spread === undefined) return unreadable(name, "whether events would leave on time is unknown");
  const { p50Ms, p99Ms, count } = spread;
  const slip = slipOf(p99Ms);
  const figures = { count, [`${name}LateP50Ms`]: rounded(p50Ms), [`${name}LateP99Ms`]: rounded(p99Ms) };
  const shown = `${shownMs(p50Ms)} ms ${word}, p99 ${shownMs(p99Ms)}`;
  if (slip <= MAX_SLIP_MS) {
    const meaning =
      slip === 0
        ? "the publisher makes up for that: events leave on time"
        : `events may leave ${shownMs(slip)} ms late (p99); a run allows ${MAX_SLIP_MS} ms`;
    return { name, status: "ok", figures, shown, meaning };
  }
  return {
    name,
    status: slipOf(p50Ms) > MAX_SLIP_MS ? "bad" : "warn",
    figures,
    shown,
    meaning:
      `events would leave ${shownMs(slip)} ms late (p99): cells with a median latency below ` +
      `${formatNumber(slip / MAX_SLIP_SHARE)} ms would be invalid`,
    remedy: QUIET,
  };
}

export function clockCheck({ reads, readNs, hrtimeReadNs, stepNs, backwards }: ClockReading): Check {
  const figures = {
    reads,
    readNs: rounded(readNs),
    hrtimeReadNs: rounded(hrtimeReadNs),
    ...(stepNs === undefined ? {} : { stepNs }),
    backwards,
  };
  const shown =
    `${Math.round(readNs)} ns a reading (hrtime ${Math.round(hrtimeReadNs)}), ` +
    (stepNs === undefined ? "it stands still" : `steps of ${formatCount(stepNs)} ns`);
  const check = { name: "clock", figures, shown } as const;
  if (backwards > 0 || stepNs === undefined) {
    return {
      ...check,
      status: "bad",
      meaning:
        stepNs === undefined
          ? "it did not move: nothing can be timed"
          : `it went back ${formatCount(backwards)} times in ${formatCount(reads)} readings: latencies would be wrong`,
      remedy: "look at the virtual machine's clock source, or use another machine",
    };
  }
  if (readNs > SLOW_READ_NS || stepNs > COARSE_STEP_NS) {
    return {
      ...check,
      status: "warn",
      meaning: "slow or coarse: every event is stamped by it, so it weighs on what is measured",
      remedy: "on Linux, see /sys/devices/system/clocksource/clocksource0/current_clocksource: tsc is fast",
    };
  }
  return { ...check, status: "ok", meaning: `it never went back in ${formatCount(reads)} readings` };
}

export function processesCheck(processes: Attempt<Agreement>): Check {
  if (processes.type === "failed") return noPeer("processes", processes.message);
  const { exchanges, outside, withinMs } = processes.value;
  const figures = { exchanges, outside, withinMs: rounded(withinMs) };
  const shown = `clocks within ${shownMs(withinMs)} ms, ${formatCount(exchanges)} exchanges`;
  if (outside === 0) {
    const meaning = "another process's moments lie between ours: one-way times compare directly";
    return { name: "processes", status: "ok", figures, shown, meaning };
  }
  return {
    name: "processes",
    status: "bad",
    figures,
    shown,
    meaning: `${outside} of another process's moments lie outside ours: the processes read different clocks`,
    remedy: "look at the virtual machine's clock source, or use another machine",
  };
}

export function loopbackCheck(loopback: Attempt<LoopbackReading>): Check {
  if (loopback.type === "failed") return noPeer("loopback", loopback.message);
  const { roundTrip, connect } = loopback.value;
  const figures = {
    exchanges: roundTrip.count,
    roundTripP50Ms: rounded(roundTrip.p50Ms),
    roundTripP99Ms: rounded(roundTrip.p99Ms),
    connections: connect.count,
    connectP50Ms: rounded(connect.p50Ms),
    connectP99Ms: rounded(connect.p99Ms),
  };
  const slow = roundTrip.p99Ms > SLOW_ROUND_TRIP_MS;
  const status: Status = slow ? "warn" : "ok";
  return {
    name: "loopback",
    status,
    figures,
    shown: `round trip ${shownMs(roundTrip.p50Ms)} ms, p99 ${shownMs(roundTrip.p99Ms)}; connect ${shownMs(connect.p50Ms)}`,
    meaning: slow
      ? "processes wait for a core: latencies here are partly the scheduler's"
      : "no latency here can be lower than about half a round trip",
    ...(slow ? { remedy: QUIET } : {}),
  };
}

/** Whatever a run starts would fail in the same way. */
const noPeer = (name: CheckName, message: string): Check => ({
  name,
  status: "bad",
  figures: {},
  shown: "failed",
  meaning: `two processes cannot be measured with each other: ${message}`,
  remedy: "allow this program to start processes and to use 127.0.0.1",
});

/** Three digits are more than it repeats to; a timer may come a little early. */
export function shownMs(ms: Milliseconds): string {
  return formatNumber(Math.abs(ms) < 0.0005 ? 0 : ms);
}

const rounded = (value: number): number => Math.round(value * 1e4) / 1e4;
