import { COMPARISON_VERSION, type Comparison, type ComparisonSide } from "../../core/comparison.ts";
import type { Result } from "../../core/result.ts";
import { ownVersion } from "../environment.ts";

/** What a comparison of documents says, before it is dressed as one. */
export type Findings = Pick<Comparison, "kind" | "base" | "head" | "outcome" | "advisory" | "notes" | "rows">;

export interface DocumentContext {
  /** The result that is looked at. */
  readonly result: Result;
  /** What it was compared with, where that was measured, too. */
  readonly base?: Result;
  readonly command: string;
  readonly at: Date;
}

/** A comparison for which nothing was measured: its cells are those of the results that it reads. */
export function comparisonOf(findings: Findings, { result, base, command, at }: DocumentContext): Comparison {
  const { scenario, run } = result;
  const cells = [...(base?.cells ?? []), ...result.cells];
  const aborted = run.aborted || base?.run.aborted === true;
  return {
    schemaVersion: COMPARISON_VERSION,
    tool: { name: "polls-apart", version: ownVersion() },
    run: { id: run.id, command, startedAt: at.toISOString(), durationMs: 0, aborted },
    scenario: { name: scenario.name, hash: scenario.hash },
    looks: [],
    cells: {
      run: cells.length,
      invalid: cells.filter(({ verdict }) => verdict.status === "invalid").length,
    },
    ...findings,
  };
}

/** A side that is a result. */
export function sideOf(label: string, { tool, environment }: Result): ComparisonSide {
  return {
    label,
    tool: tool.version,
    node: environment.node,
    packages: { ...environment.packages },
  };
}
