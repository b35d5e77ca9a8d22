import { encodeEnvelope, encodeEnvelopeTail } from "../../core/envelope.ts";
import { EventStream, payload, type StreamSpec } from "../../core/stream.ts";

/** The events that all cases work on: a stream as a scenario's, 160 bytes of data each. */
export const STREAM: StreamSpec = {
  seed: 1,
  arrivals: "periodic",
  rate: 1000,
  payloadBytes: 160,
  spanMs: 64,
};

/** One event before it is encoded. */
export interface MicroEvent {
  readonly seq: number;
  readonly id: number;
  readonly at: number;
  readonly data: string;
}

const stream = new EventStream(STREAM);

/** The stream's events. Their cursors are far into a run, so that they have as many digits as most have. */
export const EVENTS: readonly MicroEvent[] = Array.from({ length: stream.events }, (_, index) => {
  const id = index + 1;
  return { seq: 10_000 + id, id, at: stream.dueOf(id), data: payload(STREAM.seed, id, STREAM.payloadBytes) };
});

/** The same as they travel. */
export const ENVELOPES: readonly Buffer[] = EVENTS.map(({ seq, id, at, data }) =>
  Buffer.from(encodeEnvelope(seq, encodeEnvelopeTail(id, at, data)), "latin1"),
);
