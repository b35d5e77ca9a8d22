import { Histogram } from "../core/histogram.ts";
import type { PublisherReport } from "../core/messages.ts";
import type { MetricValues } from "../core/metrics.ts";
import { nsToMs } from "../core/units.ts";
import type { Load } from "./merge.ts";

/** The four parts of `latencyMeanMs`; they add up to it. */
export type LatencySplit = Required<
  Pick<MetricValues, "splitSlipMs" | "splitPollWaitMs" | "splitTransitMs" | "splitClientMs">
>;

/**
 * Where the mean latency went. `undefined` when nothing arrived.
 *
 * - Poll wait: from due until the request was sent that brought the event, where it was sent later than due,
 *   over all events of the window. Measured, event by event.
 * - Client: from the start of the worker's turn, or the event's due time or request where later, until it was
 *   handled. Measured, event by event, and in no event overlapping its poll wait.
 * - Slip: the publisher's mean lateness times the share of events that waited for no request. Of an event
 *   that did, the lateness lies inside its wait and is not taken twice; where it outlasts the wait, the rest
 *   of it counts as transit. Slip does not depend on who receives an event, so its mean is that of either kind.
 * - Transit: the remainder, the way into, through and from the server.
 */
export function latencySplit(load: Load, publisher: PublisherReport): LatencySplit | undefined {
  const { latency, pollWait, clientWait } = load;
  if (latency.mean === undefined) return undefined;
  const { count } = latency;
  const slip = (Histogram.fromData(publisher.slip).mean ?? 0) * (1 - pollWait.count / count);
  const waited = pollWait.sum / count;
  const client = clientWait / count;
  return {
    splitSlipMs: nsToMs(slip),
    splitPollWaitMs: nsToMs(waited),
    splitTransitMs: nsToMs(latency.mean - slip - waited - client),
    splitClientMs: nsToMs(client),
  };
}
