import { CAPS, DEMO_ARRIVALS, type DemoArrivals, type DemoSettings, type NumberSetting } from "./protocol.ts";

/** Why something that a page asked for is not done, for people. */
export class Refusal extends Error {}

/** The settings with a number, and whether it has to be whole. */
const NUMBERS: Readonly<Record<NumberSetting, "whole" | "real">> = {
  rate: "real",
  payloadBytes: "whole",
  pollIntervalMs: "whole",
  delayMs: "whole",
  jitterMs: "whole",
  clients: "whole",
};

/** Settings with some changed; throws `Refusal` for what is not allowed, naming it. */
export function changed(current: DemoSettings, change: unknown): DemoSettings {
  if (typeof change !== "object" || change === null || Array.isArray(change)) {
    throw new Refusal("settings: expected an object");
  }
  for (const [name, value] of Object.entries(change)) checkOne(name, value);
  const settings: DemoSettings = { ...current, ...(change as Partial<DemoSettings>) };
  const { rate, clients, jitterMs, delayMs } = settings;
  if (jitterMs > delayMs) {
    throw new Refusal(`jitterMs: found ${jitterMs}; expected at most the delay of ${delayMs}`);
  }
  if (rate * clients > CAPS.deliveriesPerSecond) {
    throw new Refusal(
      `${rate} events/s to ${clients} clients are ${rate * clients} a second; at most ${CAPS.deliveriesPerSecond}: lower either`,
    );
  }
  return settings;
}

function checkOne(name: string, value: unknown): void {
  if (name === "arrivals") {
    if (DEMO_ARRIVALS.includes(value as DemoArrivals)) return;
    throw new Refusal(`arrivals: expected one of ${DEMO_ARRIVALS.join(", ")}`);
  }
  if (name === "paused") {
    if (typeof value === "boolean") return;
    throw new Refusal("paused: expected true or false");
  }
  if (!isNumberSetting(name)) throw new Refusal(`there is no setting of that name: ${name.slice(0, 40)}`);
  numberIn(name, value, CAPS[name], NUMBERS[name]);
}

const isNumberSetting = (name: string): name is NumberSetting => Object.hasOwn(NUMBERS, name);

/** A number that lies within limits; throws `Refusal` for anything else. */
export function numberIn(
  name: string,
  value: unknown,
  { min, max }: { readonly min: number; readonly max: number },
  kind: "whole" | "real" = "whole",
): number {
  const fits = kind === "whole" ? Number.isInteger(value) : Number.isFinite(value);
  if (typeof value === "number" && fits && value >= min && value <= max) return value;
  const found = typeof value === "number" ? String(value) : typeof value;
  throw new Refusal(
    `${name}: found ${found}; expected a ${kind === "whole" ? "whole " : ""}number from ${min} to ${max}`,
  );
}
