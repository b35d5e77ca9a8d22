import type { MetricValues } from "../../core/metrics.ts";
import type { Result, ResultCell } from "../../core/result.ts";
import { LONG_POLLING, POLLING, type SampleEntry, WEBSOCKET, withCosts } from "./sample-entries.ts";

/** An entry with what its cells' theory says. */
export function withTheory(
  entry: SampleEntry,
  metrics: MetricValues,
  failed: NonNullable<ResultCell["prediction"]>["failed"] = [],
): SampleEntry {
  return { ...entry, prediction: { metrics, failed } };
}

/** The three transports with all that makes their figures checkable: theory, freshness, the split, the network. */
export const CHECKABLE: readonly SampleEntry[] = [
  withTheory(
    withCosts(POLLING, {
      freshnessMeanMs: 748,
      freshnessPeakMs: 1010,
      splitSlipMs: 0,
      splitPollWaitMs: 499.4,
      splitTransitMs: 0.9,
      splitClientMs: 0.3,
      networkBytesEstimatePerEvent: 507.1,
    }),
    {
      latencyMeanMs: 500.6,
      latencyP50Ms: 500.6,
      latencyP99Ms: 990.7,
      latencyMaxMs: 1001,
      freshnessMeanMs: 750.6,
      freshnessPeakMs: 1009,
      requestsPerEvent: 0.25,
      bytesPerEvent: 447.2,
    },
  ),
  withTheory(
    withCosts(LONG_POLLING, {
      freshnessMeanMs: 250.9,
      freshnessPeakMs: 251.1,
      splitSlipMs: 0.12,
      splitPollWaitMs: 0.08,
      splitTransitMs: 0.79,
      splitClientMs: 0.12,
      networkBytesEstimatePerEvent: 1276,
    }),
    {
      latencyMeanMs: 0.8,
      latencyP50Ms: 0.8,
      freshnessMeanMs: 250.8,
      freshnessPeakMs: 250.8,
      requestsPerEvent: 1,
      bytesPerEvent: 819,
    },
    [
      {
        code: "UNMEASURED",
        message:
          "no answer came without waiting for an event, so its time is taken as the link's round trip, 0 ms",
      },
    ],
  ),
  withTheory(
    withCosts(WEBSOCKET, {
      freshnessMeanMs: 250.4,
      freshnessPeakMs: 250.5,
      splitSlipMs: 0.11,
      splitPollWaitMs: 0,
      splitTransitMs: 0.3,
      splitClientMs: 0.04,
      networkBytesEstimatePerEvent: 320,
    }),
    {
      latencyMeanMs: 0.42,
      latencyP50Ms: 0.4,
      freshnessMeanMs: 250.4,
      freshnessPeakMs: 250.4,
      requestsPerEvent: 0,
      bytesPerEvent: 216,
    },
  ),
];

/** A link that breaks and comes back. */
export const LINK: NonNullable<Result["scenario"]["link"]> = {
  profile: "4g",
  delayUpMs: 35,
  delayDownMs: 35,
  jitterMs: 10,
  upBps: 12e6,
  downBps: 12e6,
  cut: { kind: "every", everyMs: 3000, outageMs: 500 },
  stalls: [],
};

/** An entry whose cells had that link, and came back from its cuts. */
export function linked(entry: SampleEntry): SampleEntry {
  const flow = { fromClients: 9000, toServer: 8900, droppedUp: 100 };
  const link = {
    ...LINK,
    relays: 1,
    connections: 300,
    cutConnections: 200,
    bytes: { ...flow, fromServer: 7000, toClients: 7000, droppedDown: 0 },
    lateUpMeanMs: 0.12,
    lateUpP99Ms: 0.8,
    lateDownMeanMs: 0.21,
    lateDownP99Ms: 0.9,
  };
  return { ...withCosts(entry, { recoveryMaxMs: 1203, reconnections: 200 }), link };
}
