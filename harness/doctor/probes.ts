import { setTimeout as sleep } from "node:timers/promises";
import { hostClock } from "../../core/clock.ts";
import type { Milliseconds } from "../../core/units.ts";
import { realSleeper } from "../../servers/emitter.ts";
import { type Agreement, agreementOf, type Exchange } from "./agreement.ts";
import { readClock } from "./clock.ts";
import { cpuTimes, facts } from "./facts.ts";
import { PeerProcess } from "./peer-process.ts";
import { pingPong } from "./ping-pong.ts";
import { cpuSharesOf } from "./proc.ts";
import type { Attempt, ClockReading, CpuShares, Facts, LoopbackReading } from "./readings.ts";
import type { Spread } from "./spread.ts";
import { sleepOvershoot, timerLateness } from "./timers.ts";

/** What touches the machine; tests bring their own. None rejects because of what the machine lacks. */
export interface Probes {
  now(): Milliseconds;
  facts(): Facts;
  cpu(signal: AbortSignal): Promise<CpuShares | undefined>;
  timers(signal: AbortSignal): Promise<Spread | undefined>;
  sleep(): Spread | undefined;
  clock(): ClockReading;
  /** Starts another process, compares clocks with it and exchanges bytes with it, and lets it go. */
  peer(signal: AbortSignal): Promise<{
    readonly processes: Attempt<Agreement>;
    readonly loopback: Attempt<LoopbackReading>;
  }>;
}

/** How long this program does nothing while it looks how busy the CPUs are. */
const IDLE_MS: Milliseconds = 500;
const MOMENTS = 200;
/** Asking for moments ends early after this long, and so does each half of the exchange of bytes. */
const MOST_MS: Milliseconds = 500;
// While the compiler is still at it, the 99th percentile is several times what it is later.
const PING_PONG = { exchanges: 2000, warmup: 1500, connections: 50, mostMs: MOST_MS } as const;

/** The machine that this program runs on. */
export function machineProbes(): Probes {
  const now = (): Milliseconds => performance.now();
  const sleeper = realSleeper();
  return {
    now,
    facts: () => facts(),
    async cpu(signal) {
      const from = cpuTimes();
      // Interrupted, it is left to the one who asked.
      await sleep(IDLE_MS, undefined, { signal }).catch(() => {});
      return cpuSharesOf(from, cpuTimes());
    },
    timers: (signal) => timerLateness(now, sleeper.later, signal),
    sleep: () => sleepOvershoot(now, sleeper.block),
    clock: () => readClock(),
    async peer(signal) {
      const peer = new PeerProcess(signal);
      try {
        const port = await attempt(() => peer.port());
        if (port.type === "failed") return { processes: port, loopback: port };
        return {
          processes: await attempt(() => agreement(peer, now)),
          loopback: await attempt(() => pingPong({ ...PING_PONG, port: port.value, now, signal })),
        };
      } finally {
        await peer.stop();
      }
    },
  };
}

async function agreement(peer: PeerProcess, now: () => Milliseconds): Promise<Agreement> {
  const clock = hostClock();
  const from = now();
  const exchanges: Exchange[] = [];
  do {
    const sent = clock.now();
    const theirs = await peer.moment();
    exchanges.push({ sent, theirs, received: clock.now() });
  } while (exchanges.length < MOMENTS && now() - from < MOST_MS);
  return agreementOf(exchanges)!;
}

/** What an action gives, or why it could not be done. */
export async function attempt<T>(action: () => Promise<T>): Promise<Attempt<T>> {
  try {
    return { type: "done", value: await action() };
  } catch (error) {
    return { type: "failed", message: error instanceof Error ? error.message : String(error) };
  }
}
