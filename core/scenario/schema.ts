import Type, { type Static, type TProperties, type TSchema } from "typebox";
import { ARRIVALS } from "../arrivals.ts";
import { METRIC_NAMES, METRICS } from "../metrics.ts";
import { HEADER_PROFILES } from "../scenario.ts";
import { type ParamSpec, TRANSPORT_NAMES, TRANSPORTS, type TransportName } from "../transports.ts";
import { formatDuration } from "../units.ts";
import { FaultsSchema } from "./faults.ts";
import { changeLimit, duration, integer, label, limit, line, positive, size, text, word } from "./fields.ts";
import { LinkSchema } from "./link-schema.ts";

const MINUTE = 60_000;
const KIB = 1024;

/** Defaults of keys that a scenario may leave out. */
export const DEFAULTS = {
  description: "",
  seed: 1,
  headers: "browser",
  cookieBytes: 0,
  warmup: "2s",
  measure: "10s",
  repeat: 1,
} as const;

/** The most entries `transports` may have. */
export const MAX_ENTRIES = 64;

/** The values of a scenario that stand by themselves; the command line's options are checked by the same. */
export const FIELDS = {
  name: line(1, 80, { description: "What the scenario is called in results." }),
  description: text(500, { description: "What it isolates, for people.", default: DEFAULTS.description }),
  seed: integer(0, Number.MAX_SAFE_INTEGER, {
    description: "The same seed gives the same events at the same times on every machine.",
    default: DEFAULTS.seed,
  }),
  clients: integer(1, 50_000, { description: "How many clients every transport serves." }),
  headers: word(HEADER_PROFILES, {
    description: "Which header lines clients send: a browser's, or the least that HTTP allows.",
    default: DEFAULTS.headers,
  }),
  cookieBytes: size(16 * KIB, {
    description: "Bytes of cookie that every request carries; 0 for none.",
    default: DEFAULTS.cookieBytes,
  }),
  arrivals: word(ARRIVALS, { description: "How events are spread over time." }),
  rate: positive(100_000, "events/s", { description: "Mean events per second." }),
  payloadBytes: size(KIB * KIB, { description: "Bytes of data in every event." }),
  warmup: duration(0, 10 * MINUTE, {
    description: "Time before the window, shown but not counted.",
    default: DEFAULTS.warmup,
  }),
  measure: duration(100, 10 * MINUTE, {
    description: "The window: what is due in it counts.",
    default: DEFAULTS.measure,
  }),
  repeat: integer(1, 100, {
    description: "How often every transport is measured.",
    default: DEFAULTS.repeat,
  }),
};

const closed = <Properties extends TProperties>(properties: Properties, described: object) =>
  Type.Object(properties, { additionalProperties: false, ...described });

/** The value of an option of a built-in transport. */
export function paramField(param: ParamSpec): TSchema {
  const description = param.doc;
  if (param.kind === "word") return word(param.words, { description, default: param.default });
  return duration(param.min, param.max, { description, default: formatDuration(param.default) });
}

const entryRate = positive(100_000, "events/s", {
  description: "Mean events per second of this entry, where it differs from the scenario's.",
});

function builtInOptions(name: TransportName): TSchema {
  const params = TRANSPORTS[name].params.map(
    (param) => [param.key, Type.Optional(paramField(param))] as const,
  );
  const options = closed(
    { label: Type.Optional(label), rate: Type.Optional(entryRate), ...Object.fromEntries(params) },
    { title: `the options of ${name}`, description: TRANSPORTS[name].doc },
  );
  return Type.Optional(Type.Union([options, Type.Null()], { title: `the options of ${name}, or nothing` }));
}

/** What marks a key as the path of a module that brings a transport. */
export const MODULE_PATTERN = "^(?:\\.{1,2})?/[^\\u0000-\\u001f\\u007f-\\u009f]{1,1000}$";

const moduleOption = Type.Union([Type.Number(), Type.String({ maxLength: KIB }), Type.Boolean()], {
  title: "a number, a text or true or false",
});
const moduleOptions = Type.Union(
  [
    Type.Object(
      { label: Type.Optional(label), rate: Type.Optional(entryRate) },
      { title: "the options of the module", additionalProperties: moduleOption, maxProperties: 64 },
    ),
    Type.Null(),
  ],
  { title: "the options of the module, or nothing" },
);

const ENTRY =
  "a transport's name, a module's path starting with ./, ../ or /, or one of these with its options";

/** `- websocket` or `- polling: { interval: 1s }`; a module stands by its path. */
const entry = Type.Union(
  [
    word(TRANSPORT_NAMES, { description: "A built-in transport with its default options." }),
    Type.String({ pattern: MODULE_PATTERN, description: "A module that brings a transport, by its path." }),
    Type.Unsafe<Readonly<Record<string, Readonly<Record<string, number | string | boolean>> | null>>>({
      type: "object",
      title: ENTRY,
      description: "A transport with its options.",
      properties: Object.fromEntries(TRANSPORT_NAMES.map((name) => [name, builtInOptions(name)])),
      patternProperties: { [MODULE_PATTERN]: moduleOptions },
      additionalProperties: false,
      minProperties: 1,
      maxProperties: 1,
    }),
  ],
  { title: ENTRY },
);

const limits = closed(
  Object.fromEntries(
    METRIC_NAMES.map((name) => [name, Type.Optional(limit({ description: METRICS[name].meaning }))]),
  ),
  { title: "limits on metrics, by the metric's name" },
);

/** Exact metrics have no tolerance and counted ones their own: only times and what is modelled get worse by a share. */
const LIMITED = METRIC_NAMES.filter((name) => ["timing", "modelled"].includes(METRICS[name].class));

const changeLimits = closed(
  Object.fromEntries(
    LIMITED.map((name) => [name, Type.Optional(changeLimit({ description: METRICS[name].meaning }))]),
  ),
  { title: "limits on getting worse, by the metric's name" },
);

/** Limits by entry and metric: absolute ones, and by how much a metric may get worse between two builds. */
export const LIMIT_FIELDS = {
  thresholds: Type.Unsafe<Readonly<Record<string, Readonly<Record<string, string>>>>>({
    type: "object",
    title: "limits by the transport's name or label",
    description: "Limits on an entry's metrics; one that does not hold ends the command with exit code 99.",
    additionalProperties: limits,
  }),
  limits: Type.Unsafe<Readonly<Record<string, Readonly<Record<string, string>>>>>({
    type: "object",
    title: 'limits on getting worse, by the transport\'s name or label, or "*" for all',
    description: "By how much an entry's metrics may get worse between two builds (bench ab).",
    additionalProperties: changeLimits,
  }),
};

/** The scenario format: the one source of the published JSON Schema, the checks and the messages. */
export const ScenarioSchema = closed(
  {
    name: FIELDS.name,
    description: Type.Optional(FIELDS.description),
    seed: Type.Optional(FIELDS.seed),
    clients: FIELDS.clients,
    headers: Type.Optional(FIELDS.headers),
    cookieBytes: Type.Optional(FIELDS.cookieBytes),
    stream: closed(
      { arrivals: FIELDS.arrivals, rate: FIELDS.rate, payloadBytes: FIELDS.payloadBytes },
      {
        title: "the keys arrivals, rate and payloadBytes",
        description: "The events that every transport carries.",
      },
    ),
    phases: Type.Optional(
      closed(
        { warmup: Type.Optional(FIELDS.warmup), measure: Type.Optional(FIELDS.measure) },
        { title: "the keys warmup and measure", description: "How long a cell lasts." },
      ),
    ),
    transports: Type.Array(entry, {
      title: `a list of 1 to ${MAX_ENTRIES} transports`,
      minItems: 1,
      maxItems: MAX_ENTRIES,
      description: "What is compared. Every entry carries the same stream, unless it has a rate of its own.",
    }),
    link: Type.Optional(LinkSchema),
    faults: Type.Optional(FaultsSchema),
    repeat: Type.Optional(FIELDS.repeat),
    thresholds: Type.Optional(LIMIT_FIELDS.thresholds),
    limits: Type.Optional(LIMIT_FIELDS.limits),
  },
  { title: "A scenario of polls-apart" },
);

export type ScenarioSource = Static<typeof ScenarioSchema>;
export { entry as EntrySchema, limits as LimitsSchema };
