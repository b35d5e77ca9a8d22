import { setImmediate as turn } from "node:timers/promises";
import type { Result } from "../core/result.ts";
import type { Milliseconds } from "../core/units.ts";
import { cpuNsPerRound } from "./cpu-loop.ts";
import { type Echo, startEcho } from "./doctor/echo.ts";
import { pingPong } from "./doctor/ping-pong.ts";

/** What a machine gave for a second, at the beginning of a run. */
export type Calibration = NonNullable<Result["environment"]["calibration"]>;

/** Measures it; `undefined` where nothing could be measured. Rejects only when the signal comes. */
export type Calibrate = (signal: AbortSignal) => Promise<Calibration | undefined>;

/** How long it takes, about, both parts. */
export const CALIBRATION_MS: Milliseconds = 1000;
const CPU_MS: Milliseconds = 400;
const LOOPBACK_MS: Milliseconds = 600;
/** 64 bytes there and back over one connection; the first ones are while the compiler is still at it. */
const LOOPBACK = { exchanges: 20_000, warmup: 2000, connections: 1, mostMs: LOOPBACK_MS } as const;

const now = (): Milliseconds => performance.now();

/** Calibrates this machine: a loop of its CPU, then bytes to and fro over loopback. */
export const calibrate: Calibrate = async (signal) => {
  const cpu = await cpuNsPerRound(CPU_MS, now, () => turn(undefined, { signal }));
  const loopback = await roundTrip(signal);
  signal.throwIfAborted();
  return { cpuNsPerRound: cpu, ...loopback };
};

/**
 * Both ends are in this process. Between two, the median is what waking the other core costs, and that depends on
 * what else runs just then: 65 µs on an idle machine, 23 µs on the same machine when it is busy.
 *
 * Nothing where a socket cannot be had: that is no reason not to run.
 */
async function roundTrip(signal: AbortSignal): Promise<Calibration> {
  let echo: Echo | undefined;
  try {
    echo = await startEcho();
    const { roundTrip } = await pingPong({ ...LOOPBACK, port: echo.port, now, signal });
    return { loopbackP50Ms: roundTrip.p50Ms, loopbackP99Ms: roundTrip.p99Ms };
  } catch {
    return {};
  } finally {
    echo?.close();
  }
}
