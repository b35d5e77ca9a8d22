import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Comparison } from "../../../core/comparison.ts";
import type { Scenario } from "../../../core/scenario.ts";
import { compareBuilds } from "../../../harness/gate/compare-builds.ts";
import type { BuildSide } from "../../../harness/gate/side.ts";
import { CONFIRMING_PAIRS, LOOKS } from "../../../harness/gate/statistics/looks.ts";

export interface Decision {
  readonly scenario: Scenario;
  /** The head's server; this build's own where absent. */
  readonly entry: string | undefined;
  readonly failFast: boolean;
  readonly signal: AbortSignal;
}

const BUDGET_MS = 8 * 60_000;

/** One decision of the gate at its defaults: this build against another, or against itself. */
export async function decide({ scenario, entry, failFast, signal }: Decision): Promise<Comparison> {
  const out = mkdtempSync(join(tmpdir(), "polls-apart-gate-"));
  try {
    const { comparison } = await compareBuilds({
      kind: "ab",
      scenario,
      sides: { base: side("as it is", undefined), head: side("with a fault", entry) },
      plan: { looks: LOOKS, confirming: CONFIRMING_PAIRS },
      settings: { limits: [], strictFamily: false },
      metrics: [],
      budgetMs: BUDGET_MS,
      failFast,
      out,
      command: "npm run validate:gate",
      signal,
      onProgress: () => {},
    });
    return comparison;
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

const side = (label: string, entry: string | undefined): BuildSide => ({
  about: { label },
  sourceOf: () => (entry === undefined ? undefined : { entry }),
});
