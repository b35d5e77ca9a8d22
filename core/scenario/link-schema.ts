import Type, { type Static, type TProperties } from "typebox";
import { LINK_PROFILE_NAMES } from "../link-profiles.ts";
import { bitRate, duration, word } from "./fields.ts";

const SECOND = 1000;
const MINUTE = 60_000;

/** The most moments in `cut.at`, and the most stalls. */
export const MAX_MOMENTS = 100;

const LONGEST_DELAY = 10 * SECOND;
const SLOWEST = 1e3;
const FASTEST = 10e9;

/** A map with these keys and no others, each of which may be left out. */
const some = <Properties extends TProperties>(properties: Properties, title: string, description: string) =>
  Type.Partial(Type.Object(properties), {
    title,
    description,
    additionalProperties: false,
    minProperties: 1,
  });

const profile = word(LINK_PROFILE_NAMES, { description: "The named network that this one starts from." });

const moment = duration(0, 10 * MINUTE, { description: "From the start of the window." });

const cut = some(
  {
    every: duration(100, 10 * MINUTE, {
      description: "All connections break at once, again and again after this time.",
    }),
    at: Type.Array(moment, {
      title: `a list of 1 to ${MAX_MOMENTS} durations`,
      minItems: 1,
      maxItems: MAX_MOMENTS,
      description: "All connections break at once at these times from the start of the window.",
    }),
    random: duration(100, 10 * MINUTE, {
      description: "Each connection breaks by itself, after an exponentially distributed time of this mean.",
    }),
    outage: duration(0, MINUTE, {
      description: "For this long after a cut of all connections nothing passes.",
      default: "0s",
    }),
  },
  "one of the keys every, at and random, and perhaps outage",
  "Connections break without a word to either side.",
);

const stall = Type.Object(
  {
    at: moment,
    for: duration(1, 10 * MINUTE, { description: "How long nothing passes." }),
  },
  {
    title: "the keys at and for",
    description: "A span in which nothing passes; bytes wait and connections stay.",
    additionalProperties: false,
  },
);

const delay = (way: string) => duration(0, LONGEST_DELAY, { description: `Delay one way, ${way}.` });
const rate = (way: string) =>
  bitRate(SLOWEST, FASTEST, { description: `What each client's line carries, ${way}.` });

const keys = some(
  {
    profile,
    delay: delay("the same each way"),
    delayUp: delay("from client to server"),
    delayDown: delay("from server to client"),
    jitter: duration(0, LONGEST_DELAY, {
      description: "Each piece of data is delayed by up to this much less or more; order is kept.",
      default: "0ms",
    }),
    up: rate("from client to server"),
    down: rate("from server to client"),
    cut,
    stall: Type.Union(
      [
        stall,
        Type.Array(stall, {
          title: `a list of 1 to ${MAX_MOMENTS} stalls`,
          minItems: 1,
          maxItems: MAX_MOMENTS,
        }),
      ],
      { title: "a stall such as { at: 3s, for: 2s }, or a list of them" },
    ),
  },
  "one or more of the keys profile, delay, delayUp, delayDown, jitter, up, down, cut and stall",
  "A network written out, or a named one with changes.",
);

/** The key `link` of a scenario: what lies between clients and server. */
export const LinkSchema = Type.Union([profile, keys], {
  title: `one of ${LINK_PROFILE_NAMES.map((name) => `"${name}"`).join(", ")}, or a network written out such as { delay: 25ms, down: 10Mbit }`,
  description: "What lies between clients and server; nothing but the host itself where it is left out.",
});

/** The word with which the command line takes a scenario's link away. */
export const NO_LINK = "none";

/** What the command line's option takes. */
export const LinkOverrideSchema = word([...LINK_PROFILE_NAMES, NO_LINK], {
  description: "A named network in place of the scenario's, or none.",
});

export type LinkSource = Static<typeof LinkSchema>;
export type LinkKeys = Static<typeof keys>;
export { cut as LinkCutSchema, keys as LinkKeysSchema, stall as LinkStallSchema };
