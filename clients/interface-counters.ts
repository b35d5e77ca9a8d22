import { readFileSync } from "node:fs";
import { BenchError } from "../core/errors.ts";
import type { Bytes } from "../core/units.ts";

/** What an interface has received since it came up. Each only grows. */
export interface InterfaceCounters {
  readonly bytes: Bytes;
  readonly packets: number;
}

/** Reads an interface's counters; injected, so that tests need no network. */
export type ReadInterface = () => InterfaceCounters;

const COUNTERS = "/proc/self/net/dev";

/**
 * What the loopback interface of this process's network has received: on `lo` each packet is sent and received
 * once, so the received side alone is everything that crossed it. Throws where there are no such counters.
 */
export function loopbackCounters(
  read: () => string = () => readFileSync(COUNTERS, "latin1"),
): InterfaceCounters {
  const [, bytes, packets] = /^\s*lo:\s*(\d+)\s+(\d+)/m.exec(textOf(read)) ?? [];
  if (bytes === undefined) throw unreadable();
  return { bytes: Number(bytes), packets: Number(packets) };
}

/**
 * Readings that can be taken ahead: the next `read` gives what the last `look` saw. What is due on the very edge
 * of a window crosses the interface before this process hears of it, so a reading on the edge is too late for it.
 */
export class EarlyReader {
  readonly #read: ReadInterface;
  #seen: InterfaceCounters | undefined;

  constructor(read: ReadInterface) {
    this.#read = read;
  }

  look(): void {
    this.#seen = this.#read();
  }

  read = (): InterfaceCounters => {
    const counters = this.#seen ?? this.#read();
    this.#seen = undefined;
    return counters;
  };
}

/** What crossed the interface between two readings; nothing where one is missing. */
export function trafficBetween(
  before: InterfaceCounters | undefined,
  after: InterfaceCounters | undefined,
): { network?: InterfaceCounters } {
  if (before === undefined || after === undefined) return {};
  return { network: { bytes: after.bytes - before.bytes, packets: after.packets - before.packets } };
}

function textOf(read: () => string): string {
  try {
    return read();
  } catch (cause) {
    throw unreadable(cause);
  }
}

function unreadable(cause?: unknown): BenchError {
  return new BenchError("LIMIT_TOO_LOW", `${COUNTERS} has no counters of the loopback interface`, {
    hint: "network bytes are measured on Linux only: leave that option out",
    cause,
  });
}
