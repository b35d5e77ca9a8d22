import type { TransportParams } from "./transport.ts";
import type { Milliseconds } from "./units.ts";

interface OptionSpec {
  /** The option's word in a scenario. */
  readonly key: string;
  /** The resolved option's name, with its unit. */
  readonly name: string;
  readonly doc: string;
}

/** An option that is a span of time. */
export interface DurationParam extends OptionSpec {
  readonly kind: "duration";
  readonly default: Milliseconds;
  readonly min: Milliseconds;
  readonly max: Milliseconds;
}

/**
 * An option that is one of a few words. At its default it is left out of the resolved options, so that an
 * option that comes later changes no scenario, and no hash of one, that does not name it.
 */
export interface WordParam extends OptionSpec {
  readonly kind: "word";
  readonly default: string;
  readonly words: readonly string[];
}

/** One option of a transport, as a scenario writes it. */
export type ParamSpec = DurationParam | WordParam;

/** How clients ask: after a while whatever the answer, or again as soon as they are answered. */
export type Asking = "paced" | "at-once";

/** What everyone knows of a built-in transport without loading either half. */
export interface TransportInfo {
  readonly title: string;
  readonly doc: string;
  readonly params: readonly ParamSpec[];
  /** Absent where the server pushes and nobody asks. */
  readonly asking?: Asking;
  /** The longest an event may wait for its client when nothing is wrong: bounds how long a cell drains. */
  maxWaitMs(params: Readonly<Record<string, unknown>>): Milliseconds;
}

/** How polling clients space their polls. */
export const PACINGS = ["fixed-rate", "fixed-delay"] as const;

const numberOf = (value: unknown): number => (typeof value === "number" ? value : 0);

/** The built-in transports: the words a scenario and `--transports` accept. */
export const TRANSPORTS = {
  polling: {
    title: "Short polling",
    doc: "Each client asks at a fixed rate whether there is anything new.",
    params: [
      {
        key: "interval",
        name: "intervalMs",
        kind: "duration",
        default: 1000,
        min: 10,
        max: 60_000,
        doc: "Time between two polls of one client.",
      },
      {
        key: "pacing",
        name: "pacing",
        kind: "word",
        default: "fixed-rate",
        words: PACINGS,
        doc: "What the interval is between: two polls (fixed-rate), or an answer and the next poll (fixed-delay).",
      },
    ],
    asking: "paced",
    maxWaitMs: (params) => numberOf(params.intervalMs),
  },
  "long-polling": {
    title: "Long polling",
    doc: "Each request is held until there is an event, then the client asks again at once.",
    params: [
      {
        key: "hold",
        name: "holdMs",
        kind: "duration",
        default: 25_000,
        min: 100,
        max: 120_000,
        doc: "The longest the server holds a request before it answers that there is nothing.",
      },
    ],
    asking: "at-once",
    maxWaitMs: () => 0,
  },
  websocket: {
    title: "WebSocket",
    doc: "One socket per client; the server sends each event as one text frame.",
    params: [],
    maxWaitMs: () => 0,
  },
} as const satisfies Readonly<Record<string, TransportInfo>>;

export type TransportName = keyof typeof TRANSPORTS;

export const TRANSPORT_NAMES = Object.keys(TRANSPORTS) as readonly TransportName[];

/** A built-in transport's options where nobody says otherwise. */
export function defaultParams(name: TransportName): TransportParams {
  return Object.fromEntries(TRANSPORTS[name].params.map((param) => [param.name, param.default]));
}

/** Whether a word names a built-in transport. */
export function isTransportName(word: string): word is TransportName {
  return Object.hasOwn(TRANSPORTS, word);
}

/** Transports that have a server half and no load client yet: served and shown, not measured. */
export const SERVER_ONLY = {
  sse: {
    title: "Server-sent events",
    doc: "One answer per client that never ends; the server sends each event as a few lines of it.",
  },
} as const satisfies Readonly<Record<string, Pick<TransportInfo, "title" | "doc">>>;

export type ServerOnlyName = keyof typeof SERVER_ONLY;

/** A transport that can be served. */
export type ServedName = TransportName | ServerOnlyName;

export const SERVED_NAMES: readonly ServedName[] = [
  ...TRANSPORT_NAMES,
  ...(Object.keys(SERVER_ONLY) as ServerOnlyName[]),
];

export function isServerOnly(word: string): word is ServerOnlyName {
  return Object.hasOwn(SERVER_ONLY, word);
}

/** Why a word that names a transport cannot be measured; `undefined` for any other. */
export const whyNotMeasured = (word: string): string | undefined =>
  isServerOnly(word)
    ? `${word} has no load client yet, so it cannot be measured; look at it with bench serve ${word} or bench demo`
    : undefined;
