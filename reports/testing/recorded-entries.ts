import type { ResultCell, ResultMoment } from "../../core/result.ts";
import { CHECKABLE } from "./checkable-entries.ts";
import type { SampleEntry } from "./sample-entries.ts";

/** When the events of the made-up recordings were due, in ms from the window's start. */
export const DUE = [100, 350, 820, 1400, 1450, 2300, 3100, 3900] as const;
const UNTIL = 6000;

const eventsBetween = (from: number, to: number) =>
  DUE.flatMap((dueMs, index) => (dueMs >= from && dueMs < to ? [{ id: index + 1, dueMs }] : []));

/** A client that asks each 700 ms from 300 ms on, and gets what was due since. */
function polled(): ResultMoment[] {
  const moments: ResultMoment[] = [];
  for (let at = 300; at < UNTIL; at += 700) {
    const events = eventsBetween(at - 700, at);
    moments.push({ kind: "request", atMs: at });
    for (const event of events) moments.push({ kind: "event", atMs: at + 1, ...event });
    moments.push({ kind: "answer", atMs: at + 1, events: events.length });
  }
  return moments;
}

/** A client whose request is always held already, the first since before the window. */
function held(): ResultMoment[] {
  return DUE.flatMap((dueMs, index): ResultMoment[] => [
    { kind: "request", atMs: index === 0 ? -200 : DUE[index - 1]! + 2 },
    { kind: "event", atMs: dueMs + 1, id: index + 1, dueMs },
    { kind: "answer", atMs: dueMs + 1, events: 1 },
  ]);
}

const pushed = (): ResultMoment[] =>
  DUE.map((dueMs, index) => ({ kind: "event", atMs: dueMs + 0.5, id: index + 1, dueMs }));

const MOMENTS: Readonly<Record<string, () => ResultMoment[]>> = {
  polling: polled,
  "long-polling": held,
  websocket: pushed,
};

/** An entry with what its first client did and saw. */
export function recorded(entry: SampleEntry): SampleEntry {
  const moments = MOMENTS[entry.transport]?.() ?? [];
  return { ...entry, recording: { untilMs: UNTIL, moments } };
}

/** An entry whose theory says how latency is distributed: evenly from `from` to `to`. */
export function shaped(entry: SampleEntry, from: number, to: number): SampleEntry {
  const shares = [0, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99];
  const prediction: NonNullable<ResultCell["prediction"]> = {
    metrics: {},
    failed: [],
    ...entry.prediction,
    latencyQuantiles: shares.map((share) => ({ share, ms: from + share * (to - from) })),
  };
  return { ...entry, prediction };
}

/** The three transports with everything that a cell can carry. */
export const COMPLETE: readonly SampleEntry[] = [
  shaped(recorded(CHECKABLE[0]!), 0.4, 1000.4),
  shaped(recorded(CHECKABLE[1]!), 0.4, 1.5),
  shaped(recorded(CHECKABLE[2]!), 0.2, 0.7),
];
