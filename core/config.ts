import Type, { type Static } from "typebox";
import { type NamedChangeLimit, parseChangeLimit } from "./change-limit.ts";
import { isMetricName } from "./metrics.ts";
import { duration, integer, line } from "./scenario/fields.ts";
import { LIMIT_FIELDS } from "./scenario/schema.ts";
import type { Threshold } from "./scenario.ts";
import { parseLimit } from "./thresholds.ts";

const MINUTE = 60_000;
/** The test's distribution is exact up to 52 pairs, of which the second look takes five for every three. */
export const MOST_FIRST_PAIRS = 30;

const flag = (description: string) => Type.Boolean({ title: "true or false", description });

/** What a project settles once for its gate, in `bench.config.ts`, `.mjs` or `.json`; options come before it. */
export const ConfigSchema = Type.Object(
  {
    scenario: Type.Optional(
      line(1, 1000, { description: "What `bench ab` runs: a name, or a file's path." }),
    ),
    thresholds: Type.Optional(LIMIT_FIELDS.thresholds),
    limits: Type.Optional(LIMIT_FIELDS.limits),
    metrics: Type.Optional(
      Type.Array(
        line(1, 200, {
          description: "A timing metric to judge: `latencyP50Ms`, or `websocket.latencyP50Ms`.",
        }),
        { title: "a list of 1 to 24 metrics", minItems: 1, maxItems: 24 },
      ),
    ),
    build: Type.Optional(
      line(1, 2000, { description: "How a git ref is installed and built, as a shell takes it." }),
    ),
    pairs: Type.Optional(
      integer(1, MOST_FIRST_PAIRS, { description: "Pairs of each entry at the first look.", default: 12 }),
    ),
    budget: Type.Optional(
      duration(MINUTE / 6, 120 * MINUTE, {
        description:
          "A second look is begun only where it, and what it may have to confirm, ends before this.",
        default: "8m",
      }),
    ),
    strict: Type.Optional(flag("Whether inconclusive and incomparable fail, too.")),
    strictFamily: Type.Optional(
      flag("Whether a false alarm anywhere in the family of metrics is what has to be rare."),
    ),
    baselines: Type.Optional(
      line(1, 1000, { description: "Folder of the baselines.", default: ".bench/baselines" }),
    ),
  },
  { additionalProperties: false, title: "the settings of polls-apart" },
);

export type Config = Static<typeof ConfigSchema>;

/** A project's settings as they stand in `bench.config.ts`: gives an editor their names. */
export const defineConfig = (config: Config): Config => config;

/** The thresholds in a project's settings. */
export function thresholdsOf({ thresholds = {} }: Config): Threshold[] {
  return named(thresholds).flatMap(([entry, metric, text]) => {
    const limit = parseLimit(text);
    return limit === undefined || !isMetricName(metric) ? [] : [{ entry, metric, ...limit }];
  });
}

/** The limits on getting worse in a project's settings. */
export function changeLimitsOf({ limits = {} }: Config): NamedChangeLimit[] {
  return named(limits).flatMap(([entry, metric, text]) => {
    const limit = parseChangeLimit(text);
    return limit === undefined || !isMetricName(metric) ? [] : [{ entry, metric, limit }];
  });
}

const named = (by: Readonly<Record<string, Readonly<Record<string, string>>>>) =>
  Object.entries(by).flatMap(([entry, texts]) =>
    Object.entries(texts).map(([metric, text]) => [entry, metric, text] as const),
  );
