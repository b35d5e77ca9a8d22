import { BenchError } from "../core/errors.ts";
import type { TransportName } from "../core/transports.ts";
import type { Model, ModelInput, Prediction } from "./input.ts";
import { longPolling } from "./long-polling.ts";
import { polling } from "./polling.ts";
import { websocket } from "./websocket.ts";

export type { ExchangeBytes, Failure, FailureCode, Measured, ModelInput, Prediction } from "./input.ts";

/** The closed forms of every built-in transport. */
export const MODELS = {
  polling,
  "long-polling": longPolling,
  websocket,
} as const satisfies Readonly<Record<TransportName, Model>>;

/**
 * What theory says a cell should measure: no loss, first in first out, every event kept until delivered.
 * A metric that the model does not cover is absent; an assumption that does not hold is in `failed`.
 *
 * Means go in, so means come out best: a quantile or maximum leaves out how far slip, ingest and service time
 * vary. Also left out: the time that a link's bandwidth takes, and what its cuts and stalls do.
 *
 * @throws {BenchError} `INTERNAL` when a quantity is no number or outside of what a cell can have.
 */
export function predict(input: ModelInput): Prediction {
  checkQuantities(input);
  return MODELS[input.transport](input);
}

function checkQuantities(input: ModelInput): void {
  const { rate, clients, upMs, downMs, jitterMs, measured, bytes, params } = input;
  const positive = {
    rate,
    clients,
    ...(input.transport === "polling" ? { intervalMs: params.intervalMs } : {}),
    ...(input.transport === "long-polling" ? { holdMs: params.holdMs } : {}),
  };
  for (const [name, value] of Object.entries(positive)) {
    if (!(typeof value === "number" && value > 0 && Number.isFinite(value))) refuse(name, value, "above 0");
  }
  const least0 = { upMs, downMs, jitterMs, ...measured, ...bytes };
  for (const [name, value] of Object.entries(least0)) {
    if (value !== undefined && !(value >= 0 && Number.isFinite(value))) refuse(name, value, "0 or more");
  }
}

function refuse(name: string, value: unknown, allowed: string): never {
  throw new BenchError("INTERNAL", `a prediction needs ${name} as a number ${allowed}, not ${String(value)}`);
}
