import { predict } from "../../models/index.ts";
import type { DemoSettings, Lane } from "../protocol.ts";
import { HOLD_MS } from "./lanes/long-polling.ts";
import type { LaneRecord, ServerCounts } from "./record.ts";

/** What is said of a lane: measured since the settings changed, and what theory says of it. */
export interface Figures {
  /** Whether events come without being asked for. */
  readonly pushed: boolean;
  readonly events: number;
  readonly nowMs: number | undefined;
  readonly medianMs: number | undefined;
  readonly meanMs: number | undefined;
  readonly maxMs: number | undefined;
  readonly requests: number;
  readonly requestsPerEvent: number | undefined;
  /** Both directions, headers and framing included, as the server counted them. */
  readonly bytes: number | undefined;
  readonly bytesPerEvent: number | undefined;
  /** Of all clients of the lane, where there are more than this page. */
  readonly requestsOfAll: number | undefined;
  readonly bytesOfAll: number | undefined;
  /** Answers that brought nothing, as a share of all. Absent where nobody asks. */
  readonly wasted: number | undefined;
  readonly skipped: number;
  readonly slowAnswers: number;
  readonly lateEvents: number;
  readonly lost: number;
  readonly repeated: number;
  readonly predicted: Predicted;
}

export interface Predicted {
  readonly medianMs?: number | undefined;
  readonly meanMs?: number | undefined;
  readonly requestsPerEvent?: number | undefined;
  readonly wasted?: number | undefined;
}

/** Means that only measuring gives, for the closed forms. */
export interface Overheads {
  /** From a question to an answer that did not wait. */
  readonly roundTripMs: number | undefined;
  /** From an event's due moment until the server has it. */
  readonly baseMs: number;
}

/** What an answer takes beyond its way, before one has been timed: something, so that it is never exactly a poll's time. */
const UNMEASURED_MS = 2;

const asks = (lane: Lane): boolean => lane === "polling" || lane === "long-polling";
const per = (whole: number | undefined, parts: number): number | undefined =>
  whole === undefined || parts === 0 ? undefined : whole / parts;

const bytesOf = (counts: ServerCounts | undefined): number | undefined =>
  counts === undefined ? undefined : counts.bytesReceived + counts.bytesSent;

export function figuresOf(
  lane: Lane,
  record: LaneRecord,
  settings: DemoSettings,
  overheads: Overheads,
): Figures {
  const { delays, audit, counts, server, crowd } = record;
  const bytes = bytesOf(server);
  const others = bytesOf(crowd);
  return {
    pushed: !asks(lane),
    events: delays.size,
    nowMs: delays.newest,
    medianMs: delays.median(),
    meanMs: delays.mean(),
    maxMs: delays.max(),
    requests: counts.requests,
    requestsPerEvent: per(counts.requests, counts.events),
    bytes,
    bytesPerEvent: per(bytes, server?.eventsSent ?? 0),
    requestsOfAll: crowd === undefined ? undefined : counts.requests + crowd.requests,
    bytesOfAll: bytes === undefined || others === undefined ? undefined : bytes + others,
    wasted: asks(lane) ? per(counts.empty, counts.answers) : undefined,
    skipped: counts.skipped,
    slowAnswers: counts.slowAnswers,
    lateEvents: counts.lateEvents,
    lost: audit.lost,
    repeated: audit.repeated,
    predicted: predicted(lane, settings, overheads),
  };
}

/**
 * The project's closed forms, for the one client that the page is. SSE is push, as WebSocket is. Polling waits
 * half its interval on average however events are spread; for the gap of long polling under bursts there is no
 * closed form, so nothing is said.
 */
export function predicted(lane: Lane, settings: DemoSettings, overheads: Overheads): Predicted {
  const { arrivals, rate, delayMs, jitterMs, pollIntervalMs } = settings;
  if (arrivals === "bursty" && lane === "long-polling") return {};
  const { roundTripMs, baseMs } = overheads;
  const { metrics } = predict({
    transport: lane === "sse" ? "websocket" : lane,
    params: { intervalMs: pollIntervalMs, holdMs: HOLD_MS },
    arrivals: arrivals === "bursty" ? "poisson" : arrivals,
    rate,
    clients: 1,
    upMs: delayMs,
    downMs: delayMs,
    // Jitter as wide as the gaps between pushed events has no closed form; its mean is 0 all the same.
    jitterMs: asks(lane) ? jitterMs : Math.min(jitterMs, 499 / rate),
    measured: {
      answerMs: Math.max(roundTripMs ?? 2 * delayMs + UNMEASURED_MS, 2 * delayMs),
      reaskMs: 0,
      baseMs,
      clientWaitMs: 0,
    },
    bytes: { envelope: settings.payloadBytes },
  });
  const bursts = arrivals === "bursty";
  return {
    medianMs: metrics.latencyP50Ms,
    meanMs: metrics.latencyMeanMs,
    ...(asks(lane) && !bursts
      ? { requestsPerEvent: metrics.requestsPerEvent, wasted: metrics.emptyResponseRatio }
      : {}),
  };
}
