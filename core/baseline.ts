import Type, { type Static, type TSchema } from "typebox";
import { METRIC_NAMES } from "./metrics.ts";

/** The format of a baseline. Raised when a reader of the old version could misread the new one. */
export const BASELINE_VERSION = 1;

/** The newest acceptances that a baseline keeps; the others are in the history of its file. */
export const MOST_ACCEPTED = 20;

const closed = <T extends Record<string, TSchema>>(properties: T) =>
  Type.Object(properties, { additionalProperties: false });
const Text = Type.String();

const Metrics = Type.Object(
  Object.fromEntries(METRIC_NAMES.map((name) => [name, Type.Optional(Type.Number())])),
  { additionalProperties: false },
);

/**
 * The schema of `.bench/baselines/<scenario>.json`: what exact and counted metrics are when nothing is wrong.
 * Committed beside the code, so that a change of it is read in a diff.
 */
export const BaselineSchema = Type.Object(
  {
    schemaVersion: Type.Literal(BASELINE_VERSION),
    scenario: closed({
      name: Text,
      hash: Type.String({ pattern: "^sha256:[0-9a-f]{64}$" }),
      measured: Type.Record(Text, Type.Unknown(), {
        description: "What the hash is of, to say in which of it a result differs.",
      }),
    }),
    environment: closed({ node: Text, packages: Type.Record(Text, Text) }),
    entries: Type.Record(Text, Metrics, { description: "By the scenario's entry, then by metric." }),
    accepted: Type.Array(
      closed({
        at: Type.String({ format: "date-time" }),
        reason: Text,
        changes: Type.Array(Text, { description: "entry.metric: from → to" }),
      }),
      { description: "Why it is as it is, the newest first." },
    ),
  },
  { additionalProperties: false, title: "A baseline of polls-apart" },
);

export type Baseline = Static<typeof BaselineSchema>;
