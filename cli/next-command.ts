import type { Result } from "../core/result.ts";
import type { ScenarioOverrides } from "../core/scenario/override.ts";
import { runCommandLine } from "./command-line.ts";

/** From this many blocks on, figures have intervals. */
const BLOCKS_FOR_INTERVALS = 6;

/** What is worth trying after this result. */
export function nextCommand(
  word: string,
  overrides: ScenarioOverrides,
  switches: readonly string[],
  { scenario, run, cells }: Result,
): string {
  if (run.aborted) return runCommandLine(word, overrides, switches);
  if (cells.some(({ verdict }) => verdict.status === "invalid")) {
    return "bench doctor   (what can be measured on this machine)";
  }
  if (scenario.repeat < BLOCKS_FOR_INTERVALS) {
    const more = { ...overrides, repeat: String(BLOCKS_FOR_INTERVALS) };
    return `${runCommandLine(word, more, switches)}   (figures with intervals)`;
  }
  return `bench serve ${scenario.transports[0]?.transport ?? "websocket"}   (a look at the wire by hand)`;
}
