import { createHash } from "node:crypto";
import { basename } from "node:path";
import type { Scenario } from "../scenario.ts";

/**
 * Names everything in a scenario that changes what is measured, as `sha256:<hex>`. Two runs with the same
 * hash measured the same thing. The name, the description, thresholds and where a value came from do not
 * count; of a module its file name does and its folder does not, which differs between machines.
 */
export function scenarioHash(scenario: Scenario): string {
  const { seed, clients, headers, cookieBytes, stream, phases, transports, repeat } = scenario;
  const entries = transports.map(({ module, ...entry }) =>
    module === undefined ? entry : { ...entry, module: basename(module) },
  );
  const measured = { seed, clients, headers, cookieBytes, stream, phases, transports: entries, repeat };
  // What is absent does not count: a scenario without keeps the hash from before there was any.
  const whole = { ...measured, link: linkOf(scenario), faults: scenario.faults };
  return `sha256:${createHash("sha256").update(canonical(whole)).digest("hex")}`;
}

/** Which profile a link came from is a name and no more. */
const linkOf = ({ link }: Scenario) => (link === undefined ? undefined : { ...link, profile: undefined });

/** JSON with keys in order, so that equal data gives equal text. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const pairs = Object.entries(value)
    .filter(([, each]) => each !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${pairs.map(([key, each]) => `${JSON.stringify(key)}:${canonical(each)}`).join(",")}}`;
}
