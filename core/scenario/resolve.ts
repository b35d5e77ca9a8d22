import { statSync } from "node:fs";
import { basename, extname, resolve as resolvePath } from "node:path";
import { EVERY_ENTRY, type NamedChangeLimit, parseChangeLimit } from "../change-limit.ts";
import { isMetricName, type MetricName } from "../metrics.ts";
import { didYouMean } from "../nearest.ts";
import type { Scenario, Threshold, TransportEntry } from "../scenario.ts";
import { parseLimit } from "../thresholds.ts";
import type { TransportParams } from "../transport.ts";
import { isTransportName, type ParamSpec, TRANSPORTS, type TransportName } from "../transports.ts";
import { type Bytes, type Milliseconds, parseDuration, parseSize } from "../units.ts";
import { check, fits } from "./check.ts";
import { faultTimes, readFaults } from "./faults.ts";
import { LABEL_PATTERN } from "./fields.ts";
import { checkLink, readLink } from "./link.ts";
import type { Problem } from "./problem.ts";
import { DEFAULTS, EntrySchema, ScenarioSchema, type ScenarioSource } from "./schema.ts";
import { streamTooLarge } from "./stream-size.ts";

/** Either the scenario or everything that is wrong with it. */
export type Resolution =
  | { readonly ok: true; readonly scenario: Scenario }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/**
 * The scenario that a parsed text describes, defaults filled in. What can be checked in the sound parts of
 * an unsound text is checked too, so that all problems come together.
 *
 * @param folder where modules named by a relative path are looked for
 */
export function resolveScenario(value: unknown, folder: string): Resolution {
  const problems = check(ScenarioSchema, value);
  const source = (value ?? {}) as Partial<ScenarioSource>;
  const entries = resolveEntries(source.transports, folder, problems);
  const thresholds = resolveThresholds(source.thresholds, entries, problems);
  const limits = resolveLimits(source.limits, entries, problems);
  checkStream(source, entries, problems);
  checkDisturbances(source, problems);
  if (problems.length > 0) return { ok: false, problems };

  const sound = source as ScenarioSource;
  const scenario: Scenario = {
    name: sound.name,
    description: (sound.description ?? DEFAULTS.description).trim(),
    seed: sound.seed ?? DEFAULTS.seed,
    clients: sound.clients,
    headers: sound.headers ?? DEFAULTS.headers,
    cookieBytes: sizeOf(sound.cookieBytes ?? DEFAULTS.cookieBytes),
    stream: { ...sound.stream, payloadBytes: sizeOf(sound.stream.payloadBytes) },
    phases: phasesOf(sound),
    transports: entries.flatMap((entry) => (entry === undefined ? [] : [entry])),
    ...(sound.link === undefined ? {} : { link: readLink(sound.link) }),
    ...(sound.faults === undefined ? {} : { faults: readFaults(sound.faults) }),
    repeat: sound.repeat ?? DEFAULTS.repeat,
    thresholds,
    ...(limits.length === 0 ? {} : { limits }),
    overrides: [],
  };
  return { ok: true, scenario };
}

/** Milliseconds of a duration that the schema has accepted. */
export const durationOf = (text: string): Milliseconds => parseDuration(text) ?? Number.NaN;

/** Bytes of a size that the schema has accepted. */
export const sizeOf = (size: number | string): Bytes =>
  typeof size === "number" ? size : (parseSize(size) ?? Number.NaN);

function phasesOf({ phases = {} }: Pick<ScenarioSource, "phases">): Scenario["phases"] {
  return {
    warmupMs: durationOf(phases.warmup ?? DEFAULTS.warmup),
    measureMs: durationOf(phases.measure ?? DEFAULTS.measure),
  };
}

// ------------------------------------------------------------------------------------------------- transports

/** One entry per list item; `undefined` where the item is not sound. */
function resolveEntries(items: unknown, folder: string, problems: Problem[]): (TransportEntry | undefined)[] {
  if (!Array.isArray(items)) return [];
  const ids = new Set<string>();
  return items.map((item: unknown, index) => {
    if (!fits(EntrySchema, item)) return undefined;
    const complain = (message: string): undefined => {
      problems.push({ path: ["transports", index], at: "value", message });
      return undefined;
    };
    const [name, options] = entryOf(item as string | EntryMap);
    const entry = isTransportName(name)
      ? builtInEntry(name, options)
      : moduleEntry(name, options, folder, complain);
    if (entry === undefined) return undefined;
    if (ids.has(entry.id)) {
      const example = `- ${name}: { label: ${entry.id.slice(0, 60)}-${index + 1} }`;
      return complain(`a second entry named "${entry.id}"; give it a label, such as ${example}`);
    }
    ids.add(entry.id);
    return entry;
  });
}

type Options = Readonly<Record<string, number | string | boolean>>;
type EntryMap = Readonly<Record<string, Options | null>>;

function entryOf(item: string | EntryMap): readonly [name: string, options: Options] {
  if (typeof item === "string") return [item, {}];
  const [name, options] = Object.entries(item)[0]!;
  return [name, options ?? {}];
}

/** The entry of a built-in transport whose options the schema has accepted. */
export function builtInEntry(
  transport: TransportName,
  { label, rate, ...options }: Options = {},
): TransportEntry {
  const params = TRANSPORTS[transport].params.flatMap((param: ParamSpec) => {
    const value = paramOf(param, options[param.key]);
    return value === undefined ? [] : [[param.name, value] as const];
  });
  return {
    id: label === undefined ? transport : String(label),
    transport,
    params: Object.fromEntries(params),
    ...rateOf(rate),
  };
}

/** An option's resolved value; `undefined` where it is left out. */
function paramOf(param: ParamSpec, written: Options[string] | undefined): number | string | undefined {
  if (param.kind === "word") return written === param.default ? undefined : (written as string | undefined);
  return written === undefined ? param.default : durationOf(String(written));
}

/** The rate of an entry that has one of its own. */
const rateOf = (rate: unknown): { readonly rate?: number } => (typeof rate === "number" ? { rate } : {});

function moduleEntry(
  path: string,
  { label, rate, ...params }: Options & TransportParams,
  folder: string,
  complain: (message: string) => undefined,
): TransportEntry | undefined {
  const module = resolvePath(folder, path);
  if (!isFile(module)) return complain(`there is no file ${module}`);
  const transport = basename(module, extname(module));
  const id = label === undefined ? transport : String(label);
  if (!new RegExp(LABEL_PATTERN).test(id)) {
    return complain(
      `"${id}" cannot name an entry; give the module a label of letters, digits, dots and dashes`,
    );
  }
  return { id, transport, module, params, ...rateOf(rate) };
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

// ------------------------------------------------------------------------------------------------- thresholds

type Entries = readonly (TransportEntry | undefined)[];

function resolveThresholds(value: unknown, entries: Entries, problems: Problem[]): Threshold[] {
  return [...settings(value, "thresholds", entries, [], problems)].flatMap(([entry, metric, text]) => {
    const limit = parseLimit(text);
    return limit === undefined ? [] : [{ entry, metric, ...limit }];
  });
}

function resolveLimits(value: unknown, entries: Entries, problems: Problem[]): NamedChangeLimit[] {
  return [...settings(value, "limits", entries, [EVERY_ENTRY], problems)].flatMap(([entry, metric, text]) => {
    const limit = parseChangeLimit(text);
    return limit === undefined ? [] : [{ entry, metric, limit }];
  });
}

/** Each sound text in a map by entry and metric; an entry that does not exist is a problem. */
function* settings(
  value: unknown,
  key: string,
  entries: Entries,
  besides: readonly string[],
  problems: Problem[],
): Generator<readonly [entry: string, metric: MetricName, text: string]> {
  if (typeof value !== "object" || value === null) return;
  const ids = entries.flatMap((entry) => entry?.id ?? []);
  // An unsound entry's name is not known: a limit may mean that one.
  const complete = ids.length === entries.length && ids.length > 0;
  for (const [entry, limits] of Object.entries(value) as [string, unknown][]) {
    if (complete && !ids.includes(entry) && !besides.includes(entry)) {
      const meant = didYouMean(entry, ids);
      const message = `no transport of that name or label; ${meant === undefined ? "" : `${meant} `}allowed: ${ids.join(", ")}`;
      problems.push({ path: [key, entry], at: "key", message });
    }
    if (typeof limits !== "object" || limits === null) continue;
    for (const [metric, text] of Object.entries(limits) as [string, unknown][]) {
      if (typeof text === "string" && isMetricName(metric)) yield [entry, metric, text];
    }
  }
}

// ----------------------------------------------------------------------------------------------------- stream

function checkStream(
  source: Partial<ScenarioSource>,
  entries: readonly (TransportEntry | undefined)[],
  problems: Problem[],
): void {
  const { stream } = source;
  if (!fits(ScenarioSchema.properties.stream, stream) || stream === undefined) return;
  const phases = fits(ScenarioSchema.properties.phases, source.phases ?? {}) ? source : {};
  const { warmupMs, measureMs } = phasesOf(phases);
  const message = streamTooLarge({
    rate: highestRate(stream.rate, entries),
    payloadBytes: sizeOf(stream.payloadBytes),
    spanMs: warmupMs + measureMs,
  });
  if (message !== undefined) problems.push({ path: ["stream"], at: "key", message });
}

/** The highest rate of any entry's stream. */
export function highestRate(rate: number, entries: readonly (TransportEntry | undefined)[]): number {
  return Math.max(...entries.map((entry) => entry?.rate ?? rate), entries.length === 0 ? rate : 0);
}

// -------------------------------------------------------------------------------------------- link and faults

function checkDisturbances(source: Partial<ScenarioSource>, problems: Problem[]): void {
  // Whether something lies inside a window that is not sound itself cannot be told.
  const sound = fits(ScenarioSchema.properties.phases, source.phases ?? {});
  const measureMs = sound ? phasesOf(source).measureMs : undefined;
  for (const { path, message } of checkLink(source.link, measureMs)) {
    problems.push({ path: ["link", ...path], at: "value", message });
  }
  for (const { index, message } of faultTimes(source.faults, measureMs)) {
    problems.push({ path: ["faults", index], at: "value", message });
  }
}
