import { toErrorData } from "../core/errors.ts";
import { RESULT_VERSION, type Result, type ResultCell } from "../core/result.ts";
import type { Scenario } from "../core/scenario.ts";
import { evaluateThresholds } from "../core/thresholds.ts";
import type { Milliseconds } from "../core/units.ts";
import { describeScenario } from "./describe-scenario.ts";
import { ownVersion } from "./environment.ts";
import type { Streams } from "./streams.ts";
import { summarise } from "./summary.ts";

/** What a result is made of. */
export interface ResultParts {
  readonly runId: string;
  /** The command that repeats the run. */
  readonly command: string;
  readonly startedAt: Date;
  readonly durationMs: Milliseconds;
  /** Interrupted or failed: only the cells that finished are here. */
  readonly aborted: boolean;
  /** What ended it early, where something other than an interruption did. */
  readonly fault?: unknown;
  /** Of half of a comparison. */
  readonly comparison?: Result["run"]["comparison"];
  readonly environment: Result["environment"];
  readonly scenario: Scenario;
  readonly streams: Streams;
  readonly cells: readonly ResultCell[];
}

/** The whole document: summary and thresholds follow from the cells. Thresholds of an aborted run say nothing. */
export function assembleResult(parts: ResultParts): Result {
  const { aborted, fault, scenario, cells } = parts;
  const summary = summarise(cells);
  return {
    schemaVersion: RESULT_VERSION,
    tool: { name: "polls-apart", version: ownVersion() },
    run: {
      id: parts.runId,
      command: parts.command,
      startedAt: parts.startedAt.toISOString(),
      durationMs: Math.round(parts.durationMs),
      aborted,
      ...(fault === undefined ? {} : { error: noteOf(fault) }),
      ...(parts.comparison === undefined ? {} : { comparison: parts.comparison }),
    },
    environment: parts.environment,
    scenario: describeScenario(scenario),
    streams: parts.streams.describe(),
    cells: [...cells],
    summary,
    thresholds: aborted ? [] : evaluateThresholds(scenario.thresholds, summary),
  };
}

/** A fault as documents carry it. */
export function noteOf(fault: unknown): { code: string; message: string } {
  const { code, message } = toErrorData(fault);
  return { code, message };
}
