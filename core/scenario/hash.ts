import { createHash } from "node:crypto";
import type { Scenario } from "../scenario.ts";
import { measuredOf } from "./measured.ts";

/**
 * Names everything in a scenario that changes what is measured, as `sha256:<hex>`. Two runs with the same hash
 * measured the same thing.
 */
export function scenarioHash(scenario: Scenario): string {
  return `sha256:${createHash("sha256")
    .update(canonical(measuredOf(scenario)))
    .digest("hex")}`;
}

/** JSON with keys in order, so that equal data gives equal text. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const pairs = Object.entries(value)
    .filter(([, each]) => each !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${pairs.map(([key, each]) => `${JSON.stringify(key)}:${canonical(each)}`).join(",")}}`;
}
