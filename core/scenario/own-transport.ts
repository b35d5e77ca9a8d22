import { basename, extname } from "node:path";
import { BenchError } from "../errors.ts";
import type { Scenario } from "../scenario.ts";
import { LABEL_PATTERN } from "./fields.ts";

/**
 * The scenario with one transport of someone's own in place of its entries. Limits and thresholds stay where they
 * name it; throws USAGE where the file's name cannot name an entry.
 *
 * @param module absolute path of the module that brings it
 */
export function withOwnTransport(scenario: Scenario, module: string): Scenario {
  const transport = basename(module, extname(module));
  if (!new RegExp(LABEL_PATTERN).test(transport)) {
    throw new BenchError("USAGE", `"${transport}" cannot name a transport`, {
      hint: "name the module's file by letters, digits, dots and dashes, or stand it in a scenario with a label",
    });
  }
  return {
    ...scenario,
    transports: [{ id: transport, transport, module, params: {} }],
    thresholds: scenario.thresholds.filter(({ entry }) => entry === transport),
  };
}
