import type { NamedChangeLimit } from "../core/change-limit.ts";
import { EVERY_ENTRY, parseChangeLimit } from "../core/change-limit.ts";
import { type Config, changeLimitsOf, MOST_FIRST_PAIRS, thresholdsOf } from "../core/config.ts";
import { BenchError } from "../core/errors.ts";
import { isMetricName, METRIC_NAMES, METRICS } from "../core/metrics.ts";
import { didYouMean } from "../core/nearest.ts";
import type { Scenario, Threshold } from "../core/scenario.ts";
import { isTransportName } from "../core/transports.ts";
import { type Milliseconds, parseDuration } from "../core/units.ts";
import type { PairPlan } from "../harness/gate/campaign.ts";
import { type ChosenMetric, MOST_CHOSEN } from "../harness/gate/family.ts";
import { fewestPairsIn } from "../harness/gate/statistics/holm.ts";
import { CONFIRMING_PAIRS, FEWEST_PAIRS, LOOKS } from "../harness/gate/statistics/looks.ts";

const DEFAULT_BUDGET_MS: Milliseconds = 8 * 60_000;

/** What the command line may set of how builds are compared, as it was written. */
export interface GateSettingsOptions {
  readonly metrics?: string;
  readonly limit?: readonly string[];
  readonly pairs?: string;
  readonly budget?: string;
  readonly strictFamily?: boolean;
}

/** How many pairs, and when to look; refuses fewer than could fail. */
export function pairPlanOf({ pairs }: GateSettingsOptions, config: Config, strictFamily: boolean): PairPlan {
  const first = pairs === undefined ? (config.pairs ?? LOOKS[0]) : Number(pairs);
  if (!Number.isInteger(first) || first < 1 || first > MOST_FIRST_PAIRS) {
    throw new BenchError(
      "USAGE",
      `--pairs: found "${pairs}"; expected a whole number up to ${MOST_FIRST_PAIRS}`,
    );
  }
  const fewest = strictFamily ? fewestPairsIn(MOST_CHOSEN) : FEWEST_PAIRS;
  if (first < fewest) {
    throw new BenchError(
      "USAGE",
      `${first} pairs cannot fail: even if all of them were on one side it could be chance`,
      { hint: `at least ${fewest} pairs${strictFamily ? " with --strict-family" : ""}: --pairs ${fewest}` },
    );
  }
  const second = Math.ceil((first * LOOKS[1]) / LOOKS[0]);
  return { looks: [first, second], confirming: Math.min(first, CONFIRMING_PAIRS) };
}

export function budgetOf({ budget }: GateSettingsOptions, config: Config): Milliseconds {
  const text = budget ?? config.budget;
  if (text === undefined) return DEFAULT_BUDGET_MS;
  const ms = parseDuration(text);
  if (ms !== undefined && ms > 0) return ms;
  throw new BenchError("USAGE", `--budget: found "${text}"; expected a duration such as 8m or 90s`);
}

/**
 * Which timing metrics to judge: `latencyP50Ms` in every entry, `websocket.latencyP50Ms` in one; the default ones
 * where none. What the project chose of transports that this scenario does not have is left out.
 */
export function metricsOf(
  { metrics }: GateSettingsOptions,
  config: Config,
  ids: readonly string[],
): ChosenMetric[] {
  const words = metrics === undefined ? (config.metrics ?? []) : wordsOf(metrics, "--metrics");
  const chosen = words.map((word) => {
    const { entry, metric } = named(word, "--metrics");
    const { class: metricClass } = METRICS[metric];
    if (metricClass !== "timing" && metricClass !== "modelled") {
      throw new BenchError("USAGE", `--metrics: ${metric} is ${metricClass}: it is always judged`, {
        hint: "choose among timing metrics; exact and counted ones need no choice",
      });
    }
    if (entry !== EVERY_ENTRY) (metrics === undefined ? known : there)(entry, ids, "--metrics");
    return { entry, metric };
  });
  return chosen.filter(({ entry }) => entry === EVERY_ENTRY || ids.includes(entry));
}

/** Limits on getting worse, the last for a metric counts: the scenario's, the project's, the command line's. */
export function limitsOf(
  { limit = [] }: GateSettingsOptions,
  config: Config,
  scenario: Pick<Scenario, "limits">,
  ids: readonly string[],
): NamedChangeLimit[] {
  const written = limit.map((text) => {
    const [name = "", ...rest] = text.split("=");
    const parsed = parseChangeLimit(rest.join("="));
    if (parsed === undefined) {
      throw new BenchError("USAGE", `--limit: cannot read "${text}"`, {
        hint: 'write metric=limit, such as --limit latencyP50Ms=5%/0.5 or --limit "websocket.latencyP99Ms=10%"',
      });
    }
    const limited = named(name, "--limit");
    if (limited.entry !== EVERY_ENTRY) there(limited.entry, ids, "--limit");
    const { class: metricClass } = METRICS[limited.metric];
    if (metricClass === "exact" || metricClass === "counted") {
      throw new BenchError(
        "USAGE",
        `--limit: ${limited.metric} is ${metricClass}: its tolerance is its own`,
        {
          hint: "an intended change of it is taken into a baseline: bench accept",
        },
      );
    }
    return { ...limited, limit: parsed };
  });
  const settled = changeLimitsOf(config);
  for (const { entry } of settled) if (entry !== EVERY_ENTRY) known(entry, ids, "limits");
  return [...(scenario.limits ?? []), ...settled, ...written];
}

/**
 * Absolute limits: the scenario's and the project's. Those of transports that this scenario does not have are left
 * out; any other name is an error, because it would never fail.
 */
export function allThresholds(
  config: Config,
  own: readonly Threshold[],
  ids: readonly string[],
): Threshold[] {
  const settled = thresholdsOf(config);
  for (const { entry } of settled) known(entry, ids, "thresholds");
  return [...own, ...settled.filter(({ entry }) => ids.includes(entry))];
}

/** Words with commas between, one at least. */
export function wordsOf(text: string, option: string): string[] {
  const words = text
    .split(",")
    .map((word) => word.trim())
    .filter((word) => word !== "");
  if (words.length > 0) return words;
  throw new BenchError(
    "USAGE",
    `${option}: found ${JSON.stringify(text)}; expected names with commas between`,
  );
}

/** `latencyP50Ms`, `*.latencyP50Ms` or `websocket.latencyP50Ms`: an entry may have dots in its name, no metric has. */
function named(word: string, option: string) {
  const dot = word.lastIndexOf(".");
  const [entry, metric] = dot < 0 ? [EVERY_ENTRY, word] : [word.slice(0, dot), word.slice(dot + 1)];
  if (isMetricName(metric)) return { entry, metric };
  const meant = didYouMean(metric, METRIC_NAMES);
  throw new BenchError("USAGE", `${option}: there is no metric "${metric}"`, {
    hint: `${meant === undefined ? "" : `${meant} `}metrics are listed in docs/METHOD.md and schemas/result.schema.json`,
  });
}

/** Refuses what names no entry of this scenario. */
function there(entry: string, ids: readonly string[], where: string): void {
  if (ids.includes(entry)) return;
  const meant = didYouMean(entry, ids);
  throw new BenchError(
    "CONFIG_INVALID",
    `${where}: there is no transport or label "${entry}" in this scenario`,
    {
      hint: `${meant === undefined ? "" : `${meant} `}there are ${ids.join(", ")}`,
    },
  );
}

/** The same of what a project settled once: a transport may be another scenario's. */
function known(entry: string, ids: readonly string[], where: string): void {
  if (!isTransportName(entry)) there(entry, ids, where);
}
