import type { Comparison } from "../../core/comparison.ts";
import { COMPARISON_VERSION } from "../../core/comparison.ts";
import type { Result, ResultCell } from "../../core/result.ts";
import { scenarioHash } from "../../core/scenario/hash.ts";
import type { Scenario } from "../../core/scenario.ts";
import type { Milliseconds } from "../../core/units.ts";
import { assembleResult, noteOf, type ResultParts } from "../assemble-result.ts";
import { type Calibration, calibrate } from "../calibrate.ts";
import type { Engine } from "../engine.ts";
import { localEngine } from "../engines/local.ts";
import { environment, ownVersion } from "../environment.ts";
import { checkLimits } from "../limits.ts";
import { ResultFolder } from "../result-folder.ts";
import { Streams } from "../streams.ts";
import { type Campaign, type PairPlan, runCampaign } from "./campaign.ts";
import { campaignRows } from "./campaign-rows.ts";
import { type ChosenMetric, NO_FAMILY } from "./family.ts";
import { PairRunner } from "./pair-runner.ts";
import type { GateProgress } from "./progress.ts";
import type { ReadingSettings } from "./readings.ts";
import type { SideName } from "./schedule.ts";
import type { BuildSides } from "./side.ts";
import { versionNotes } from "./version-notes.ts";

export interface CompareBuildsOptions {
  readonly kind: "ab" | "aa";
  readonly scenario: Scenario;
  readonly sides: BuildSides;
  readonly plan: PairPlan;
  readonly settings: ReadingSettings;
  readonly metrics: readonly ChosenMetric[];
  readonly budgetMs: Milliseconds;
  readonly failFast: boolean;
  /** Folder for results; the comparison makes its own folder in it. */
  readonly out: string;
  readonly command: string;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: GateProgress) => void;
  readonly engine?: Engine;
}

export interface ComparedBuilds {
  readonly comparison: Comparison;
  /** The head's half as a result of its own. */
  readonly head: Result;
  readonly folder: string;
}

const NOTHING: Campaign = {
  pairs: [],
  looks: [],
  family: NO_FAMILY,
  readings: [],
  invalid: [],
  cutShort: [],
  failedFast: false,
};

/**
 * Compares two builds in short alternating blocks on this machine, and writes `comparison.json` and each side's
 * `result.json`. An abort ends it early and is no error: the comparison says `aborted` and decides nothing. A
 * fault is thrown after what was measured has been written.
 */
export async function compareBuilds(options: CompareBuildsOptions): Promise<ComparedBuilds> {
  const { scenario, signal, onProgress } = options;
  checkLimits(scenario.clients, scenario.link !== undefined);
  const startedAt = new Date();
  const began = performance.now();
  const folder = new ResultFolder(options.out, `${scenario.name}-${options.kind}`, startedAt);
  const streams = new Streams(scenario);
  const cells: ResultCell[] = [];
  let calibration: Calibration | undefined;
  const runner = new PairRunner({
    ...options,
    engine: options.engine ?? localEngine,
    streams,
    onCell(cell) {
      folder.append(cell);
      cells.push(cell);
    },
  });
  tellPlan(options, runner);
  let campaign = NOTHING;
  let fault: unknown;
  try {
    calibration = await calibrate(signal);
    campaign = await runCampaign({
      ...options,
      source: runner,
      now: () => performance.now(),
      onLook: ({ pairs, undecided, suspected }, more) =>
        onProgress({ type: "look", pairs, undecided, suspected, more }),
    });
  } catch (error) {
    if (!signal.aborted) fault = error;
  }
  const aborted = signal.aborted || fault !== undefined;
  const parts = { startedAt, durationMs: performance.now() - began, aborted, fault };
  const judged = {
    kind: options.kind,
    judged: campaign.readings.map(({ entry, metric, standing }) => ({ entry, metric, standing })),
    ungated: campaign.family.ungated.map((each) => ({ ...each })),
    lost: campaign.family.lost.map((each) => ({ ...each })),
    strictFamily: options.settings.strictFamily,
    invalid: [...campaign.invalid],
    cutShort: [...campaign.cutShort],
    failedFast: campaign.failedFast,
  };
  const resultOf = (side: SideName): Result =>
    sideResult(side, options, streams, cells, {
      ...parts,
      runId: folder.runId,
      calibration,
      comparison: judged,
    });
  const head = resultOf("head");
  folder.write("base/result.json", resultOf("base"));
  folder.write("head/result.json", head);
  const { base, head: changed } = options.sides;
  const report = campaignRows({ campaign, scenario, limits: options.settings.limits });
  const { rows, outcome } = report;
  const notes = [...versionNotes(base.about, changed.about, rows), ...report.notes];
  const comparison: Comparison = {
    schemaVersion: COMPARISON_VERSION,
    tool: { name: "polls-apart", version: ownVersion() },
    kind: options.kind,
    run: {
      id: folder.runId,
      command: options.command,
      startedAt: startedAt.toISOString(),
      durationMs: Math.round(parts.durationMs),
      aborted,
      ...(fault === undefined ? {} : { error: noteOf(fault) }),
    },
    scenario: { name: scenario.name, hash: scenarioHash(scenario) },
    base: { ...options.sides.base.about, result: "base/result.json" },
    head: { ...options.sides.head.about, result: "head/result.json" },
    outcome: aborted ? "inconclusive" : outcome,
    advisory: false,
    notes: aborted
      ? [{ code: "ABORTED", message: "ended early: nothing here decides anything" }, ...notes]
      : notes,
    rows: aborted ? [] : rows,
    looks: campaign.looks.map((look) => ({ ...look })),
    cells: { run: cells.length, invalid: cells.filter(({ verdict }) => verdict.status === "invalid").length },
  };
  folder.write("comparison.json", comparison);
  folder.pointHere("latest-ab");
  if (fault !== undefined) throw fault;
  return { comparison, head, folder: folder.path };
}

function tellPlan({ scenario, plan, budgetMs, onProgress }: CompareBuildsOptions, runner: PairRunner): void {
  // Everything at once that is suspected at the first look, or all that there is time for.
  const pairs = (count: number) =>
    scenario.transports.flatMap((entry) => new Array<{ entry: typeof entry }>(count).fill({ entry }));
  const estimateMs = runner.estimate(pairs(plan.looks[0]));
  const confirmed = runner.estimate(pairs(plan.looks[0] + plan.confirming));
  const whole = runner.estimate(pairs(plan.looks[1] + plan.confirming));
  onProgress({
    type: "planned",
    cells: 2 * plan.looks[0] * scenario.transports.length,
    estimateMs,
    longestMs: Math.max(confirmed, Math.min(whole, budgetMs)),
  });
}

type SideParts = Pick<
  ResultParts,
  "runId" | "startedAt" | "durationMs" | "aborted" | "fault" | "comparison"
> & {
  readonly calibration: Calibration | undefined;
};

/** A side's cells as a result of their own, so that everything that reads results reads them. */
function sideResult(
  side: SideName,
  { scenario, sides, command }: CompareBuildsOptions,
  streams: Streams,
  cells: readonly ResultCell[],
  { calibration, ...parts }: SideParts,
): Result {
  const { packages } = sides[side].about;
  const own = environment(calibration);
  return assembleResult({
    ...parts,
    command,
    environment: packages === undefined ? own : { ...own, packages },
    scenario,
    streams,
    cells: cells.filter((cell) => cell.side === side),
  });
}
