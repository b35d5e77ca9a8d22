import { toErrorData } from "../../core/errors.ts";
import { RESULT_VERSION, type Result, type ResultCell, type ResultSummary } from "../../core/result.ts";
import type { Scenario } from "../../core/scenario.ts";
import type { Calibration } from "../calibrate.ts";
import { describeScenario } from "../describe-scenario.ts";
import { environment, ownVersion } from "../environment.ts";
import { summarise } from "../summary.ts";

export interface SweepResultOptions {
  readonly scenario: Scenario;
  readonly runId: string;
  readonly command: string;
  readonly calibration: Calibration | undefined;
  readonly startedAt: Date;
  readonly durationMs: number;
  readonly aborted: boolean;
  readonly fault: unknown;
  readonly streams: Result["streams"];
  readonly cells: readonly ResultCell[];
}

/** A sweep as a result: its cells as they were measured, a line of the summary for each point. */
export function sweepResult(options: SweepResultOptions): Result {
  const { scenario, fault, cells } = options;
  return {
    schemaVersion: RESULT_VERSION,
    tool: { name: "polls-apart", version: ownVersion() },
    run: {
      id: options.runId,
      command: options.command,
      startedAt: options.startedAt.toISOString(),
      durationMs: Math.round(options.durationMs),
      aborted: options.aborted,
      ...(fault === undefined ? {} : { error: noteOf(fault) }),
    },
    environment: environment(options.calibration),
    scenario: describeScenario(scenario),
    streams: options.streams,
    cells: [...cells],
    summary: summariseByPoint(cells),
    thresholds: [],
  };
}

/** The summary of each point by itself, from the lowest to the highest. */
export function summariseByPoint(cells: readonly ResultCell[]): ResultSummary[] {
  const values = (cell: ResultCell): string => JSON.stringify(cell.point);
  const keys = [...new Set(cells.map(values))];
  return keys
    .flatMap((key) => summarise(cells.filter((cell) => values(cell) === key)))
    .toSorted((a, b) => Number(Object.values(a.point)[0]) - Number(Object.values(b.point)[0]));
}

function noteOf(fault: unknown): { code: string; message: string } {
  const { code, message } = toErrorData(fault);
  return { code, message };
}
