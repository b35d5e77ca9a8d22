import { expect, it } from "vitest";
import { TRANSPORT_NAMES } from "../core/transports.ts";
import { MODELS, predict } from "./index.ts";
import { LONG_POLLING, POLLING, WEBSOCKET } from "./testing/cells.ts";
import { inputOf } from "./testing/input-of.ts";

it("every built-in transport has a model", () => {
  expect(Object.keys(MODELS).toSorted()).toEqual([...TRANSPORT_NAMES].toSorted());
});

it("polling is T/2 + S older than push at any rate and with any arrivals", () => {
  for (const arrivals of ["poisson", "periodic"] as const) {
    for (const rate of [0.2, 1.7, 30]) {
      const polled = predict(
        inputOf({ ...POLLING, arrivals, rate, upMs: 25, downMs: 25, serviceAfterMs: 2 }),
      );
      const pushed = predict(inputOf({ ...WEBSOCKET, arrivals, rate }));
      const penalty = (polled.metrics.freshnessMeanMs ?? 0) - (pushed.metrics.freshnessMeanMs ?? 0);
      expect(penalty).toBeCloseTo(500 + 2, 9);
    }
  }
});

it.each([
  [{ ...inputOf(POLLING), rate: 0 }, "rate as a number above 0, not 0"],
  [{ ...inputOf(POLLING), params: {} }, "intervalMs as a number above 0, not undefined"],
  [{ ...inputOf(LONG_POLLING), params: { holdMs: "1s" } }, "holdMs as a number above 0, not 1s"],
  [{ ...inputOf(POLLING), clients: Number.NaN }, "clients as a number above 0, not NaN"],
  [{ ...inputOf(POLLING), upMs: -1 }, "upMs as a number 0 or more, not -1"],
  [{ ...inputOf(POLLING), measured: { baseMs: Number.NaN } }, "baseMs as a number 0 or more, not NaN"],
])("refuses a quantity that no cell has: case %#", (input, message) => {
  expect(() => predict(input)).toThrow(message);
});
