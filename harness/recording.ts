import type { Moment, Recording } from "../core/messages.ts";
import type { ResultMoment, ResultRecording } from "../core/result.ts";
import { type Milliseconds, type Nanoseconds, nsToMs } from "../core/units.ts";

/** A recording as the result carries it: milliseconds, to the microsecond. */
export function describeRecording(recording: Recording | undefined): { recording?: ResultRecording } {
  if (recording === undefined) return {};
  const { until, moments } = recording;
  return { recording: { untilMs: micro(until), moments: moments.map(describe) } };
}

function describe(moment: Moment): ResultMoment {
  const atMs = micro(moment.at);
  switch (moment.kind) {
    case "request":
      return { kind: moment.kind, atMs };
    case "answer":
      return { kind: moment.kind, atMs, events: moment.events };
    case "event":
      return { kind: moment.kind, atMs, id: moment.id, dueMs: micro(moment.due) };
    case "opened":
    case "lost":
      return { kind: moment.kind, atMs };
    default:
      return moment satisfies never;
  }
}

const micro = (span: Nanoseconds): Milliseconds => Math.round(nsToMs(span) * 1000) / 1000;
