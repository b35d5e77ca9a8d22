import type { ModelInput } from "../input.ts";

// Cells to start from.
export const POLLING = { transport: "polling", arrivals: "poisson", rate: 1, intervalMs: 1000 } as const;
export const LONG_POLLING = {
  transport: "long-polling",
  arrivals: "poisson",
  rate: 20,
  upMs: 25,
  downMs: 25,
  holdMs: 25_000,
} as const;
export const WEBSOCKET = {
  transport: "websocket",
  arrivals: "poisson",
  rate: 4,
  upMs: 25,
  downMs: 25,
} as const;

/** The same cell, of which so much was not measured. */
export const without = (input: ModelInput, ...names: (keyof ModelInput["measured"])[]): ModelInput => ({
  ...input,
  measured: { ...input.measured, ...Object.fromEntries(names.map((name) => [name, undefined])) },
});
