import Type, { type Static, type TSchema } from "typebox";
import { METRIC_CLASSES } from "./metrics.ts";

/** The format of `comparison.json`. Raised when a reader of the old version could misread the new one. */
export const COMPARISON_VERSION = 1;

const closed = <T extends Record<string, TSchema>>(properties: T) =>
  Type.Object(properties, { additionalProperties: false });
const words = <const W extends readonly string[]>(list: W, description?: string) =>
  Type.Unsafe<W[number]>({ ...Type.Enum([...list]), ...(description === undefined ? {} : { description }) });

const Text = Type.String();
const Count = Type.Integer({ minimum: 0 });
const Note = closed({ code: Text, message: Text });

/** What a comparison as a whole says. */
export const OUTCOMES = [
  /** No metric got worse beyond its limit. */
  "ok",
  /** At least one did, or one is missing. */
  "regressed",
  /** Perhaps: this machine could not tell in the time it had. */
  "inconclusive",
  /** The two sides did not measure the same thing, or not on the same machine. */
  "incomparable",
  /** A measurement is invalid: the harness measured itself. */
  "invalid",
] as const;

/** What is said of one metric of one entry. */
export const ROW_OUTCOMES = [
  "ok",
  /** Better beyond its limit or tolerance. */
  "improved",
  "regressed",
  "inconclusive",
  /** The base had it and the head has not, or a baseline does not have it: that fails. */
  "missing",
  /** Only the head of two builds or two results has it. */
  "new",
  /** Timing of two machines: shown, never judged. */
  "incomparable",
  /** Shown for who wants to know; no limit applies. */
  "reported",
] as const;

const Interval = closed({
  estimate: Type.Number(),
  low: Type.Optional(Type.Number()),
  high: Type.Optional(Type.Number()),
});

const Row = closed({
  id: Type.String({ description: "The scenario's entry: the transport's name, or a label." }),
  metric: Text,
  unit: Text,
  class: words([...METRIC_CLASSES, "threshold"], "A threshold is an absolute limit on the head alone."),
  better: words(["lower", "higher", "none"]),
  base: Type.Optional(
    Type.Number({ description: "Median over the base's blocks; absent where not measured." }),
  ),
  head: Type.Optional(
    Type.Number({ description: "Median over the head's blocks; absent where not measured." }),
  ),
  pairs: Type.Optional(Type.Integer({ minimum: 1, description: "Pairs of blocks behind the change." })),
  relative: Type.Optional(
    Type.Object(Interval.properties, {
      additionalProperties: false,
      description: "Change as a share of the base's value, positive is worse: 0.08 is 8 % worse.",
    }),
  ),
  absolute: Type.Optional(
    Type.Object(Interval.properties, {
      additionalProperties: false,
      description: "Change in the metric's unit, positive is worse.",
    }),
  ),
  limit: Type.Optional(
    Type.Object(
      {
        relative: Type.Optional(Type.Number()),
        absolute: Type.Optional(Type.Number()),
        text: Type.Optional(Text),
      },
      {
        additionalProperties: false,
        description: 'What the change has to pass to be a regression; `text` for a threshold such as "< 50".',
      },
    ),
  ),
  resolvable: Type.Optional(
    Type.Number({
      description:
        "The smallest change that these pairs would have shown: a share where the limit is one, else in the unit.",
    }),
  ),
  confirmation: Type.Optional(
    Type.Object(
      {
        pairs: Type.Integer({ minimum: 1 }),
        relative: Type.Optional(Type.Number()),
        absolute: Type.Number(),
        beyond: Type.Boolean(),
      },
      {
        additionalProperties: false,
        description: "What fresh pairs alone showed of a suspected regression.",
      },
    ),
  ),
  outcome: words(ROW_OUTCOMES),
  message: Type.String({
    description: "One sentence for people: what changed, by how much, against which limit.",
  }),
});

const Side = closed({
  label: Type.String({ description: "As it was asked for: a git ref, a folder, a file." }),
  commit: Type.Optional(Text),
  dirty: Type.Optional(Type.Boolean({ description: "A working tree with changes that are in no commit." })),
  result: Type.Optional(Type.String({ description: "Where its result.json is, relative to this document." })),
  tool: Type.Optional(Type.String({ description: "Version of polls-apart that served." })),
  node: Type.Optional(Text),
  packages: Type.Optional(Type.Record(Text, Text)),
});

const Look = closed({
  pairs: Type.Integer({ minimum: 1, description: "Pairs of each entry so far." }),
  undecided: Type.Array(Type.String({ description: "entry.metric" })),
  suspected: Type.Array(Type.String({ description: "entry.metric" })),
});

/** The schema of `comparison.json`, published with the package. */
export const ComparisonSchema = Type.Object(
  {
    schemaVersion: Type.Literal(COMPARISON_VERSION),
    tool: closed({ name: Type.Literal("polls-apart"), version: Text }),
    kind: words(["ab", "aa", "check", "compare"], "Which command made it."),
    run: closed({
      id: Text,
      command: Type.String({ description: "The command that repeats it." }),
      startedAt: Type.String({ format: "date-time" }),
      durationMs: Type.Number({ minimum: 0 }),
      aborted: Type.Boolean({ description: "Interrupted or failed: nothing here decides anything." }),
      error: Type.Optional(Note),
    }),
    scenario: closed({ name: Text, hash: Text }),
    base: Side,
    head: Side,
    outcome: words(OUTCOMES),
    advisory: Type.Boolean({ description: "Two runs at two times: timing is shown and never fails." }),
    notes: Type.Array(Note, { description: "What a reader should know, the gravest first." }),
    rows: Type.Array(Row, {
      description: "Per entry in the scenario's order, thresholds first, then by class.",
    }),
    looks: Type.Array(Look, { description: "Empty but for paired runs." }),
    cells: closed({ run: Count, invalid: Count }),
  },
  { additionalProperties: false, title: "A comparison of polls-apart" },
);

export type Comparison = Static<typeof ComparisonSchema>;
export type ComparisonRow = Static<typeof Row>;
export type ComparisonSide = Static<typeof Side>;
export type ComparisonLook = Static<typeof Look>;
export type Outcome = (typeof OUTCOMES)[number];
export type RowOutcome = (typeof ROW_OUTCOMES)[number];
