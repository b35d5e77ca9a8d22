import type { LinkSpec } from "../core/link.ts";
import { msToNs, type Nanoseconds } from "../core/units.ts";
import { cutMoments } from "./cuts.ts";

/** A span of time, the end not included. */
export interface Span {
  readonly from: Nanoseconds;
  readonly to: Nanoseconds;
}

/** When nothing passes a link: its stalls, and the outages after cuts of all connections. */
export class Gate {
  /** In order of time; none touches another. */
  readonly #closed: readonly Span[];

  constructor(closed: readonly Span[] = []) {
    const merged: Span[] = [];
    for (const span of closed.toSorted((a, b) => a.from - b.from)) {
      const last = merged.at(-1);
      if (last === undefined || span.from > last.to) merged.push(span);
      else merged[merged.length - 1] = { from: last.from, to: Math.max(last.to, span.to) };
    }
    this.#closed = merged;
  }

  /** The gate of a link whose window is [from, to). At its end the link is whole again. */
  static of({ cut, stalls }: LinkSpec, from: Nanoseconds, to: Nanoseconds): Gate {
    const outage = msToNs(cut?.outageMs ?? 0);
    const spans = [
      ...stalls.map(({ atMs, forMs }) => ({ from: from + msToNs(atMs), to: from + msToNs(atMs + forMs) })),
      ...cutMoments(cut, from, to).map((moment) => ({ from: moment, to: moment + outage })),
    ];
    return new Gate(
      spans
        .map((span) => ({ from: span.from, to: Math.min(span.to, to) }))
        .filter((span) => span.from < span.to),
    );
  }

  /** The first moment, from `at` on, at which something passes. */
  opens(at: Nanoseconds): Nanoseconds {
    const closed = this.#closed;
    // The last span that began by then.
    let low = 0;
    let high = closed.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (closed[middle]!.from <= at) low = middle + 1;
      else high = middle;
    }
    const span = closed[low - 1];
    return span !== undefined && at < span.to ? span.to : at;
  }
}
