import type { ModelInput } from "../input.ts";
import type { SimulatedCell } from "./simulate.ts";

/** Costs that are easy to tell apart in a sum. */
export const BYTES = {
  envelope: 64,
  eventOverhead: 1,
  request: 100,
  emptyResponse: 110,
  responseOverhead: 170,
} as const;

/** What a model is told of a simulated cell. */
export function inputOf(cell: SimulatedCell): ModelInput {
  const { transport, arrivals, rate, clients = 1, upMs = 0, downMs = 0, jitterMs = 0 } = cell;
  const { serviceBeforeMs = 0, serviceAfterMs = 0, intervalMs = 0, holdMs = 0 } = cell;
  const options = {
    polling: { intervalMs, pacing: cell.fixedDelay === true ? "fixed-delay" : "fixed-rate" },
    "long-polling": { holdMs },
    websocket: {},
  };
  return {
    transport,
    params: options[transport],
    arrivals,
    rate,
    clients,
    upMs,
    downMs,
    jitterMs,
    measured: {
      ...(transport === "websocket"
        ? {}
        : { answerMs: upMs + serviceBeforeMs + serviceAfterMs + downMs, reaskMs: cell.reaskMs ?? 0 }),
      ...(cell.sendMs === undefined ? {} : { sendMs: cell.sendMs }),
      baseMs: cell.baseMs ?? 0,
    },
    bytes: BYTES,
  };
}
