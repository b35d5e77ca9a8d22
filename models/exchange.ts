import type { MetricValues } from "../core/metrics.ts";
import type { ExchangeBytes, Failure } from "./input.ts";

/** Empty answers per event below which their cost changes no digit that anyone reads. */
const RARE = 1e-3;

/**
 * Requests, empty answers and bytes per event of a transport that asks. With `r` requests an event, of which a
 * share `e` is answered with nothing:
 *
 *     up = r·request        down = r·(e·empty answer + (1 − e)·full answer) + envelope + separator
 *
 * which for polling's r = 1/(λT) and e = e^(−λT) is [B_empty·e^(−λT) + B_full·(1 − e^(−λT))]/(λT) + item +
 * separator. Neglected: a cursor's digits beyond its first, in requests, and those of a longer Content-Length.
 */
export function exchangeMetrics(
  requestsPerEvent: number,
  emptyShare: number,
  bytes: ExchangeBytes,
): { readonly metrics: MetricValues; readonly failed: readonly Failure[] } {
  const counts: MetricValues = { requestsPerEvent, emptyResponseRatio: emptyShare };
  const { envelope, eventOverhead, request, responseOverhead } = bytes;
  const emptyResponse = bytes.emptyResponse ?? (requestsPerEvent * emptyShare < RARE ? 0 : undefined);
  if (
    request === undefined ||
    emptyResponse === undefined ||
    eventOverhead === undefined ||
    responseOverhead === undefined
  ) {
    const costs = { request, emptyResponse, eventOverhead, responseOverhead };
    const missing = Object.entries(costs).flatMap(([name, cost]) => (cost === undefined ? [name] : []));
    const message = `bytes per event need the cost of one ${missing.join(", ")}, of which the cell saw none: they are left out`;
    return { metrics: counts, failed: [{ code: "UNMEASURED", message }] };
  }
  const up = requestsPerEvent * request;
  const answer = emptyShare * emptyResponse + (1 - emptyShare) * responseOverhead;
  const down = requestsPerEvent * answer + envelope + eventOverhead;
  return {
    metrics: { ...counts, bytesPerEvent: up + down, bytesUpPerEvent: up, bytesDownPerEvent: down },
    failed: [],
  };
}
