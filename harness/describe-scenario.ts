import type { Result } from "../core/result.ts";
import { scenarioHash } from "../core/scenario/hash.ts";
import type { Scenario } from "../core/scenario.ts";
import { describeSpec } from "./link-account.ts";

/** A scenario as a result carries it: plain data, with its hash. */
export function describeScenario(scenario: Scenario): Result["scenario"] {
  const { link, faults, limits, ...plain } = scenario;
  return {
    ...plain,
    transports: scenario.transports.map((entry) => ({ ...entry })),
    thresholds: scenario.thresholds.map((threshold) => ({ ...threshold })),
    ...(limits === undefined
      ? {}
      : { limits: limits.map(({ limit, ...named }) => ({ ...named, limit: { ...limit } })) }),
    overrides: [...scenario.overrides],
    ...(link === undefined ? {} : { link: describeSpec(link) }),
    ...(faults === undefined ? {} : { faults: faults.map((fault) => ({ ...fault })) }),
    hash: scenarioHash(scenario),
  };
}
