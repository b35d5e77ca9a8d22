import Type, { type Static, type TSchema } from "typebox";
import { METRIC_NAMES, METRICS, type MetricValues } from "./metrics.ts";

/** The format of `result.json`. Raised when a reader of the old version could misread the new one. */
export const RESULT_VERSION = 1;

const closed = <T extends Record<string, TSchema>>(properties: T) =>
  Type.Object(properties, { additionalProperties: false });

const Text = Type.String();
const Count = Type.Integer({ minimum: 0 });
const Hash = Type.String({ pattern: "^sha256:[0-9a-f]{64}$" });
/** One value per interval; null where there was nothing to measure. */
const Series = Type.Array(Type.Union([Type.Number(), Type.Null()]));
const Params = Type.Record(Text, Type.Union([Type.Number(), Text, Type.Boolean()]));

const Metrics = Type.Unsafe<MetricValues>(
  Type.Object(
    Object.fromEntries(
      METRIC_NAMES.map((name) => [name, Type.Optional(Type.Number({ description: METRICS[name].meaning }))]),
    ),
    { additionalProperties: false, description: "A metric that was not measured is absent, never 0." },
  ),
);

const Note = closed({ code: Text, message: Text });

const Verdict = closed({
  status: Type.Union([Type.Literal("valid"), Type.Literal("invalid")]),
  reasons: Type.Array(Note, { description: "Why the cell measured the harness and not its subject." }),
  warnings: Type.Array(Note, { description: "What a reader should know; the cell stays valid." }),
});

const Cut = Type.Union([
  closed({ kind: Type.Literal("every"), everyMs: Type.Number(), outageMs: Type.Number() }),
  closed({ kind: Type.Literal("at"), atMs: Type.Array(Type.Number()), outageMs: Type.Number() }),
  closed({ kind: Type.Literal("random"), meanMs: Type.Number(), outageMs: Type.Number() }),
]);

const linkSpec = {
  profile: Type.Optional(Text),
  delayUpMs: Type.Number(),
  delayDownMs: Type.Number(),
  jitterMs: Type.Number(),
  upBps: Type.Optional(Type.Number({ description: "Bits per second of each client's line." })),
  downBps: Type.Optional(Type.Number()),
  cut: Type.Optional(Cut),
  stalls: Type.Array(closed({ atMs: Type.Number(), forMs: Type.Number() })),
};

const Link = closed({
  ...linkSpec,
  relays: Count,
  connections: Count,
  cutConnections: Type.Integer({ minimum: 0, description: "Connections that the link broke on purpose." }),
  bytes: closed({
    fromClients: Count,
    toServer: Count,
    droppedUp: Count,
    fromServer: Count,
    toClients: Count,
    droppedDown: Count,
  }),
  lateUpMeanMs: Type.Optional(Type.Number({ description: "The relay's own error: handed on − due, mean." })),
  lateUpP99Ms: Type.Optional(Type.Number()),
  lateDownMeanMs: Type.Optional(Type.Number()),
  lateDownP99Ms: Type.Optional(Type.Number()),
});

const Faults = Type.Array(closed({ fault: Text, atMs: Type.Number(), forMs: Type.Number() }));

const Calibration = closed({
  cpuNsPerRound: Type.Optional(
    Type.Number({
      exclusiveMinimum: 0,
      description: "One round of a loop of dependent 32-bit operations, ns: the fastest slice of 0.4 s.",
    }),
  ),
  loopbackP50Ms: Type.Optional(
    Type.Number({
      exclusiveMinimum: 0,
      description: "64 bytes over TCP on loopback and back, both ends in one process, ms: the median.",
    }),
  ),
  loopbackP99Ms: Type.Optional(Type.Number({ exclusiveMinimum: 0 })),
});

const Timeline = closed({
  startMs: Type.Number({ description: "When the first interval starts; the window starts at 0." }),
  intervalMs: Type.Number({ exclusiveMinimum: 0 }),
  latencyP50Ms: Series,
  eventsDelivered: Series,
  bytesDown: Series,
  bytesUp: Series,
  serverLoopDelayMs: Type.Optional(Series),
});

const At = { atMs: Type.Number({ description: "From the window's start." }) };

const Moment = Type.Union([
  closed({ kind: Type.Literal("request"), ...At }),
  closed({ kind: Type.Literal("answer"), ...At, events: Count }),
  closed({
    kind: Type.Literal("event"),
    ...At,
    id: Type.Integer({ minimum: 1 }),
    dueMs: Type.Number({ description: "When it was due; below 0 before the window." }),
  }),
  closed({ kind: Type.Union([Type.Literal("opened"), Type.Literal("lost")]), ...At }),
]);

const Recording = closed({
  untilMs: Type.Number({ description: "Everything before this moment of the window is here." }),
  moments: Type.Array(Moment, {
    description:
      "In the order in which they happened; a request under way at the start comes first, below 0.",
  }),
});

const Cell = closed({
  id: Type.String({ description: "The scenario's entry: the transport's name, or a label." }),
  transport: Text,
  params: Params,
  point: Type.Record(Text, Type.Union([Type.Number(), Text])),
  block: Type.Integer({ minimum: 1 }),
  order: Type.Integer({ minimum: 1, description: "The cell's place in the run." }),
  side: Type.Optional(
    Type.Union([Type.Literal("base"), Type.Literal("head")], { description: "Half of a comparison." }),
  ),
  pair: Type.Optional(
    Type.Integer({ minimum: 1, description: "The pair of a comparison that this cell is half of." }),
  ),
  confirming: Type.Optional(
    Type.Boolean({ description: "Of a fresh pair that was to show a suspected regression again." }),
  ),
  clients: Count,
  stream: Hash,
  received: Type.Optional(
    Type.String({
      pattern: "^sha256:[0-9a-f]{64}$",
      description: "The stream's digest, recomputed from the bytes one client received.",
    }),
  ),
  link: Type.Union([Type.Null(), Link]),
  verdict: Verdict,
  metrics: Metrics,
  prediction: Type.Optional(
    closed({
      metrics: Metrics,
      latencyQuantiles: Type.Optional(
        Type.Array(closed({ share: Type.Number({ minimum: 0, maximum: 1 }), ms: Type.Number() }), {
          description: "The latency that a share of all deliveries should not exceed, ascending.",
        }),
      ),
      failed: Type.Array(Note, {
        description: "Assumptions that do not hold here; each says what was left out, or used instead.",
      }),
    }),
  ),
  histograms: Type.Record(Text, Type.String({ description: "HdrHistogram V2, compressed, base64, ns." })),
  timeline: Timeline,
  recording: Type.Optional(Recording),
});

const Summary = closed({
  id: Text,
  transport: Text,
  params: Params,
  point: Type.Record(Text, Type.Union([Type.Number(), Text])),
  blocks: Type.Integer({ minimum: 1, description: "Valid cells behind these figures." }),
  metrics: Type.Record(
    Type.String({ description: "A metric's name." }),
    closed({
      value: Type.Number({ description: "Median over the blocks." }),
      low: Type.Optional(Type.Number()),
      high: Type.Optional(Type.Number()),
      predicted: Type.Optional(Type.Number()),
    }),
  ),
});

const ThresholdOutcome = closed({
  id: Text,
  metric: Text,
  limit: Text,
  value: Type.Optional(Type.Number()),
  held: Type.Boolean(),
});

/** The schema of `result.json`, published with the package. */
export const ResultSchema = Type.Object(
  {
    schemaVersion: Type.Literal(RESULT_VERSION),
    tool: closed({ name: Type.Literal("polls-apart"), version: Text }),
    run: closed({
      id: Text,
      command: Type.String({ description: "The command that repeats the run." }),
      startedAt: Type.String({ format: "date-time" }),
      durationMs: Type.Number({ minimum: 0 }),
      aborted: Type.Boolean({ description: "Interrupted or failed: only the cells that finished are here." }),
      error: Type.Optional(Note),
      comparison: Type.Optional(
        Type.Object(
          {
            kind: Type.Union([Type.Literal("ab"), Type.Literal("aa")]),
            judged: Type.Array(
              closed({
                entry: Text,
                metric: Text,
                standing: Type.Union([
                  Type.Literal("ok"),
                  Type.Literal("suspect"),
                  Type.Literal("undecided"),
                ]),
              }),
              { description: "Times that were judged, and how each stood before fresh pairs confirmed it." },
            ),
            ungated: Type.Array(closed({ entry: Text, metric: Text, why: Text }), {
              description: "Times that could not be judged.",
            }),
            lost: Type.Array(closed({ entry: Text, metric: Text }), {
              description: "Times that the base has and the head has not.",
            }),
            strictFamily: Type.Boolean(),
            invalid: Type.Array(Text, { description: "Entries that could not be measured." }),
            cutShort: Type.Array(Text, { description: "Entries that there was no time for." }),
            failedFast: Type.Boolean({ description: "Ended at the first pair that got worse." }),
          },
          {
            additionalProperties: false,
            description: "Of half of a comparison: how it was judged, and how far it came.",
          },
        ),
      ),
    }),
    environment: closed({
      cpuModel: Text,
      cores: Type.Integer({ minimum: 0, description: "Those that this process may run on." }),
      cpuQuota: Type.Optional(
        Type.Number({
          exclusiveMinimum: 0,
          description: "CPU time that a control group allows, in cores; absent without a quota.",
        }),
      ),
      memoryBytes: Count,
      memoryLimitBytes: Type.Optional(
        Type.Integer({
          minimum: 0,
          description: "Memory that a control group allows; absent where that is all there is.",
        }),
      ),
      os: Text,
      kernel: Text,
      arch: Text,
      node: Text,
      v8: Type.Optional(Text),
      packages: Type.Record(Text, Text),
      limits: closed({ openFiles: Type.Optional(Count) }),
      noDelay: Type.Boolean(),
      netns: Type.Optional(
        Type.Boolean({
          description: "Run in a network namespace of its own, so that network bytes were measured.",
        }),
      ),
      calibration: Type.Optional(Calibration),
    }),
    scenario: closed({
      name: Text,
      description: Text,
      seed: Count,
      clients: Count,
      headers: Text,
      cookieBytes: Count,
      stream: closed({ arrivals: Text, rate: Type.Number(), payloadBytes: Count }),
      phases: closed({ warmupMs: Type.Number(), measureMs: Type.Number() }),
      transports: Type.Array(
        closed({
          id: Text,
          transport: Text,
          module: Type.Optional(Text),
          params: Params,
          rate: Type.Optional(
            Type.Number({ description: "Events per second, where they differ from the stream's." }),
          ),
        }),
      ),
      link: Type.Optional(closed(linkSpec)),
      faults: Type.Optional(Faults),
      repeat: Count,
      thresholds: Type.Array(closed({ entry: Text, metric: Text, op: Text, value: Type.Number() })),
      limits: Type.Optional(
        Type.Array(
          closed({
            entry: Text,
            metric: Text,
            limit: closed({ relative: Type.Optional(Type.Number()), absolute: Type.Number() }),
          }),
          {
            description: "By how much metrics may get worse between two builds, where the scenario says so.",
          },
        ),
      ),
      overrides: Type.Array(Type.String({ description: "What the command line set." })),
      hash: Hash,
    }),
    streams: Type.Record(
      Text,
      closed({
        events: Count,
        payloadBytes: Type.Integer({ minimum: 0, description: "Bytes of all events' data." }),
        envelopeBytes: Type.Integer({ minimum: 0, description: "Bytes of all events as they travel." }),
      }),
    ),
    cells: Type.Array(Cell),
    summary: Type.Array(Summary),
    thresholds: Type.Array(ThresholdOutcome),
  },
  { additionalProperties: false, title: "A result of polls-apart" },
);

export type Result = Static<typeof ResultSchema>;
export type ResultCell = Static<typeof Cell>;
export type ResultSummary = Static<typeof Summary>;
export type ResultVerdict = Static<typeof Verdict>;
export type ResultNote = Static<typeof Note>;
export type ResultTimeline = Static<typeof Timeline>;
export type ResultRecording = Static<typeof Recording>;
export type ResultMoment = Static<typeof Moment>;
export type ResultThreshold = Static<typeof ThresholdOutcome>;
