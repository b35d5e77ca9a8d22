import { EVERY_ENTRY, type NamedChangeLimit } from "../../core/change-limit.ts";
import type { Comparison, ComparisonRow, Outcome } from "../../core/comparison.ts";
import type { Scenario } from "../../core/scenario.ts";
import { median } from "../median.ts";
import { summarise } from "../summary.ts";
import type { Campaign } from "./campaign.ts";
import { isCountedPair, isValidPair } from "./cell-pair.ts";
import { countedRows, countedValues, missingRow } from "./counted.ts";
import { outcomeOfRows } from "./outcome.ts";
import { thresholdRows } from "./threshold-rows.ts";
import { judgedRow, reportedRows } from "./timing-rows.ts";

export interface CampaignReport {
  readonly rows: ComparisonRow[];
  readonly notes: Comparison["notes"];
  readonly outcome: Outcome;
}

export interface CampaignContext {
  readonly campaign: Campaign;
  readonly scenario: Pick<Scenario, "transports" | "thresholds">;
  /** What was set besides the defaults. */
  readonly limits: readonly NamedChangeLimit[];
}

/** What a campaign says: rows by entry, notes, and the outcome as a whole. */
export function campaignRows(context: CampaignContext): CampaignReport {
  const { campaign, scenario } = context;
  const rows = scenario.transports.flatMap(({ id }) => entryRows(id, context));
  const notes = [
    ...campaign.invalid.map((id) => invalidNote(id, campaign)),
    ...campaign.cutShort.map((id) => ({
      code: "CUT_SHORT",
      message: `${id} needed a second look and there was no time for it: allow more with --budget, or shorten the window`,
    })),
    ...(campaign.failedFast
      ? [{ code: "FAIL_FAST", message: "ended at the first pair that got worse: timing was not judged" }]
      : []),
    ...unjudgedNote(campaign),
    ...unusedLimits(context),
  ];
  const outcome = outcomeOfRows(rows, {
    invalid: campaign.invalid.length > 0,
    unfinished: campaign.cutShort.length > 0 || campaign.failedFast || judgesNothing(campaign),
  });
  return { rows, notes, outcome };
}

function entryRows(id: string, { campaign, scenario }: CampaignContext): ComparisonRow[] {
  const counted = campaign.pairs.filter((pair) => pair.entry === id && isCountedPair(pair));
  const own = counted.filter(isValidPair);
  const pairs = own.filter(({ confirming }) => !confirming);
  const fresh = own.filter(({ confirming }) => confirming);
  const readings = campaign.readings.filter(({ entry }) => entry === id);
  const judged = new Set(readings.map(({ metric }) => metric));
  const lost = campaign.family.lost.filter(({ entry }) => entry === id);
  return [
    // Where nothing valid was measured, that is what is said.
    ...(own.length === 0
      ? []
      : thresholdRows(id, scenario.thresholds, summarise(own.map(({ head }) => head)))),
    ...countedRows(id, {
      base: countedValues(counted.map(({ base }) => base)),
      head: countedValues(
        counted.map(({ head }) => head),
        true,
      ),
    }),
    ...lost.map(({ metric }) =>
      missingRow(id, metric, median(own.flatMap(({ base }) => base.metrics[metric] ?? []))),
    ),
    ...readings.map((reading) => judgedRow(reading, pairs, fresh)),
    ...reportedRows({ id, pairs }, judged, campaign.family.ungated),
  ];
}

/** A comparison in which no time could be judged says nothing of times: that is no "ok". */
const judgesNothing = ({ family, pairs, invalid }: Campaign): boolean =>
  pairs.length > 0 && invalid.length === 0 && family.gated.length + family.lost.length === 0;

function unjudgedNote(campaign: Campaign): Comparison["notes"] {
  if (!judgesNothing(campaign) || campaign.failedFast) return [];
  const [first] = campaign.family.ungated;
  const why = first === undefined ? "" : `; ${first.entry}.${first.metric}: ${first.why}`;
  return [{ code: "NOT_JUDGED", message: `no time could be judged${why}` }];
}

/** A limit on a time that is not judged can never fail: whoever set it has to know. */
function unusedLimits({ campaign, limits, scenario }: CampaignContext): Comparison["notes"] {
  if (campaign.failedFast) return [];
  const ids = scenario.transports.map(({ id }) => id);
  return limits.flatMap(({ entry, metric }) => {
    const named = entry === EVERY_ENTRY ? ids : ids.filter((id) => id === entry);
    const used = campaign.readings.some(
      (reading) => reading.metric === metric && named.includes(reading.entry),
    );
    if (used || named.length === 0 || named.every((id) => campaign.invalid.includes(id))) return [];
    const why = campaign.family.ungated.find(
      (each) => each.metric === metric && named.includes(each.entry),
    )?.why;
    return [
      {
        code: "LIMIT_UNUSED",
        message: `the limit on ${entry}.${metric} has no effect: ${why ?? "it is not among the metrics that are judged; choose it with --metrics"}`,
      },
    ];
  });
}

function invalidNote(id: string, { pairs }: Campaign): Comparison["notes"][number] {
  const reasons = pairs
    .filter((pair) => pair.entry === id)
    .flatMap(({ base, head }) => [...base.verdict.reasons, ...head.verdict.reasons]);
  const [first] = reasons;
  const count = pairs.filter((pair) => pair.entry === id && !isValidPair(pair)).length;
  return {
    code: first?.code ?? "INVALID",
    message: `${id}: ${count} pairs were invalid and running them again did not help; first: ${first?.message ?? "unknown"}`,
  };
}
