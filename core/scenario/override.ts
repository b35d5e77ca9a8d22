import type { TSchema } from "typebox";
import { EVERY_ENTRY } from "../change-limit.ts";
import { type LinkProfileName, profileLink } from "../link-profiles.ts";
import { didYouMean } from "../nearest.ts";
import type { Scenario, TransportEntry } from "../scenario.ts";
import { isTransportName, TRANSPORT_NAMES, whyNotMeasured } from "../transports.ts";
import { check } from "./check.ts";
import { outsideWindow } from "./faults.ts";
import { outsideWindow as linkOutsideWindow } from "./link.ts";
import { LinkOverrideSchema, NO_LINK } from "./link-schema.ts";
import { problemsError } from "./problem.ts";
import { builtInEntry, durationOf, highestRate } from "./resolve.ts";
import { FIELDS } from "./schema.ts";
import { streamTooLarge } from "./stream-size.ts";

/** What the command line may set instead of the scenario, by the option's name, as it was written. */
export interface ScenarioOverrides {
  /** Entries of the scenario or built-in transports, with commas between. */
  readonly transports?: string | undefined;
  readonly clients?: string | undefined;
  /** Length of the window. */
  readonly duration?: string | undefined;
  readonly warmup?: string | undefined;
  readonly repeat?: string | undefined;
  readonly seed?: string | undefined;
  readonly headers?: string | undefined;
  /** A named network, or `none`. */
  readonly link?: string | undefined;
  /** Events per second. */
  readonly rate?: string | undefined;
}

type OverrideName = keyof ScenarioOverrides;

/** What one option does: its text checked as the scenario's key would be, then put in its place. */
interface Override {
  /** Absent where `apply` checks. */
  readonly schema?: TSchema;
  readonly read: (text: string) => unknown;
  readonly apply: (scenario: Scenario, text: string, complain: (message: string) => void) => Scenario;
}

const asWritten = (text: string): string => text.trim();
/** The number a text is, or the text itself, which the schema then refuses as it stands. */
const asNumber = (text: string): number | string =>
  /^\s*[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?\s*$/i.test(text) ? Number(text) : text;

const OVERRIDES: Readonly<Record<OverrideName, Override>> = {
  transports: {
    read: asWritten,
    apply: (scenario, text, complain) => chooseTransports(scenario, text, complain),
  },
  clients: {
    schema: FIELDS.clients,
    read: asNumber,
    apply: (scenario, text) => ({ ...scenario, clients: Number(text) }),
  },
  duration: {
    schema: FIELDS.measure,
    read: asWritten,
    apply: (scenario, text) => ({
      ...scenario,
      phases: { ...scenario.phases, measureMs: durationOf(text) },
    }),
  },
  warmup: {
    schema: FIELDS.warmup,
    read: asWritten,
    apply: (scenario, text) => ({ ...scenario, phases: { ...scenario.phases, warmupMs: durationOf(text) } }),
  },
  repeat: {
    schema: FIELDS.repeat,
    read: asNumber,
    apply: (scenario, text) => ({ ...scenario, repeat: Number(text) }),
  },
  seed: {
    schema: FIELDS.seed,
    read: asNumber,
    apply: (scenario, text) => ({ ...scenario, seed: Number(text) }),
  },
  headers: {
    schema: FIELDS.headers,
    read: asWritten,
    apply: (scenario, text) => ({ ...scenario, headers: text.trim() as Scenario["headers"] }),
  },
  link: {
    schema: LinkOverrideSchema,
    read: asWritten,
    apply: ({ link: _own, ...scenario }, text) =>
      text.trim() === NO_LINK ? scenario : { ...scenario, link: profileLink(text.trim() as LinkProfileName) },
  },
  rate: {
    schema: FIELDS.rate,
    read: asNumber,
    apply: (scenario, text) => ({
      ...scenario,
      stream: { ...scenario.stream, rate: Number(text) },
      transports: scenario.transports.map(({ rate: _own, ...entry }) => entry),
    }),
  },
};

/**
 * The scenario with what the command line sets. Values are checked as the scenario's own are; throws
 * SCENARIO_INVALID that lists every wrong option. Thresholds on entries that are left out go with them.
 */
export function applyOverrides(scenario: Scenario, options: ScenarioOverrides): Scenario {
  const lines: string[] = [];
  const overrides: string[] = [];
  let changed = scenario;
  for (const name of Object.keys(OVERRIDES) as OverrideName[]) {
    const written = options[name];
    if (written === undefined) continue;
    const { schema, read, apply } = OVERRIDES[name];
    const wrong = schema === undefined ? [] : check(schema, read(written));
    lines.push(...wrong.map(({ message }) => `--${name}: ${message}`));
    if (wrong.length > 0) continue;
    changed = apply(changed, written, (message) => lines.push(`--${name}: ${message}`));
    overrides.push(name);
  }
  const { rate, payloadBytes } = changed.stream;
  const spanMs = changed.phases.warmupMs + changed.phases.measureMs;
  const tooLarge = streamTooLarge({ rate: highestRate(rate, changed.transports), payloadBytes, spanMs });
  if (tooLarge !== undefined) lines.push(`${overrides.map((name) => `--${name}`).join(" ")}: ${tooLarge}`);
  for (const fault of changed.faults ?? []) {
    const outside = outsideWindow(fault, changed.phases.measureMs);
    if (outside !== undefined) lines.push(`--duration: ${outside}`);
  }
  const cutOff = changed.link === undefined ? [] : linkOutsideWindow(changed.link, changed.phases.measureMs);
  for (const { message } of cutOff) lines.push(`--duration: ${message}`);
  if (lines.length > 0)
    throw problemsError("the command line", lines, (listed) => listed, "every option: bench run --help");
  return { ...changed, overrides };
}

function chooseTransports(scenario: Scenario, text: string, complain: (message: string) => void): Scenario {
  const chosen = new Map<string, TransportEntry>();
  const words = text
    .split(",")
    .map((word) => word.trim())
    .filter((word) => word !== "");
  if (words.length === 0)
    complain(`found nothing; expected one or more of ${knownTransports(scenario).join(", ")}`);
  for (const word of words) {
    const entries = entriesNamed(scenario, word);
    if (entries.length === 0) {
      const allowed = knownTransports(scenario);
      const meant = didYouMean(word, allowed);
      complain(
        whyNotMeasured(word) ??
          `unknown transport "${word}"; ${meant === undefined ? "" : `${meant} `}allowed: ${allowed.join(", ")}`,
      );
    }
    for (const entry of entries) chosen.set(entry.id, entry);
  }
  const transports = [...chosen.values()];
  return {
    ...scenario,
    transports,
    thresholds: scenario.thresholds.filter(({ entry }) => chosen.has(entry)),
    ...(scenario.limits === undefined
      ? {}
      : { limits: scenario.limits.filter(({ entry }) => entry === EVERY_ENTRY || chosen.has(entry)) }),
  };
}

/** The entry of that id, else all entries of that transport, else the built-in one with its defaults. */
export function entriesNamed(scenario: Scenario, word: string): readonly TransportEntry[] {
  const byId = scenario.transports.filter(({ id }) => id === word);
  if (byId.length > 0) return byId;
  const byTransport = scenario.transports.filter(({ transport }) => transport === word);
  if (byTransport.length > 0) return byTransport;
  return isTransportName(word) ? [builtInEntry(word)] : [];
}

/** Every word that names a transport beside this scenario. */
export const knownTransports = (scenario: Scenario): string[] => [
  ...new Set([...scenario.transports.map(({ id }) => id), ...TRANSPORT_NAMES]),
];
