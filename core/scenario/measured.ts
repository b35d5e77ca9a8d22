import { basename } from "node:path";
import type { Scenario } from "../scenario.ts";

/** The keys of a scenario that change what is measured. */
type Measured = Pick<
  Scenario,
  | "seed"
  | "clients"
  | "headers"
  | "cookieBytes"
  | "stream"
  | "phases"
  | "transports"
  | "repeat"
  | "link"
  | "faults"
>;

/**
 * Everything in a scenario that changes what is measured, as plain data. The name, the description, limits and
 * where a value came from are not in it; of a module its file name is and its folder is not, which differs between
 * machines; which profile a link came from is a name and no more.
 */
export function measuredOf(scenario: Measured): Readonly<Record<string, unknown>> {
  const { seed, clients, headers, cookieBytes, stream, phases, transports, repeat, link, faults } = scenario;
  const entries = transports.map(({ module, ...entry }) =>
    module === undefined ? entry : { ...entry, module: basename(module) },
  );
  const measured = { seed, clients, headers, cookieBytes, stream, phases, transports: entries, repeat };
  // What is absent does not count: a scenario without keeps the hash from before there was any.
  const spec = link === undefined ? undefined : { ...link, profile: undefined };
  return { ...measured, link: spec, faults };
}
