import type { Comparison } from "../core/comparison.ts";
import { compareHalves } from "../harness/gate/compare-halves.ts";
import { compareResults, type Labelled } from "../harness/gate/compare-results.ts";
import { comparisonOf } from "../harness/gate/document.ts";
import { quoted } from "./command-line.ts";
import type { FoundConfig } from "./config.ts";
import { allThresholds, limitsOf } from "./gate-settings.ts";
import type { System } from "./system.ts";

/**
 * Two results side by side, by a project's limits: in pairs where they are halves of one `bench ab`, else with
 * their times shown and not judged. Throws INCOMPARABLE where they did not measure the same thing.
 */
export function compareTwo(
  system: System,
  base: Labelled,
  head: Labelled,
  { config }: FoundConfig,
): Comparison {
  const { scenario } = head.result;
  const ids = scenario.transports.map(({ id }) => id);
  // What a limit names has to be there, also where times are only shown.
  allThresholds(config, [], ids);
  limitsOf({}, config, {}, ids);
  // The halves of a comparison carry what it was judged by.
  const findings = compareHalves(base, head) ?? compareResults(base, head);
  const command = ["bench", ...system.argv].map(quoted).join(" ");
  return comparisonOf(findings, { result: head.result, base: base.result, command, at: new Date() });
}
