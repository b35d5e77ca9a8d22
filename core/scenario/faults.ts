import Type, { type Static } from "typebox";
import { FAULT_KINDS, type FaultSpec } from "../fault.ts";
import { formatDuration, type Milliseconds, parseDuration } from "../units.ts";
import { fits } from "./check.ts";
import { duration, word } from "./fields.ts";

/** The most faults of one scenario. */
export const MAX_FAULTS = 32;

const MINUTE = 60_000;
/** A server stopped for less than this is no different from a busy one. */
const SHORTEST_MS: Milliseconds = 10;

const fault = Type.Object(
  {
    fault: word(FAULT_KINDS, {
      description: "The server stands still and goes on, or is killed and a fresh one takes its place.",
    }),
    at: duration(0, 10 * MINUTE, { description: "When it begins, from the start of the window." }),
    for: duration(SHORTEST_MS, 10 * MINUTE, { description: "How long it lasts." }),
  },
  { title: "the keys fault, at and for", additionalProperties: false },
);

/** The key `faults` of a scenario: what is done to the server while it is measured. */
export const FaultsSchema = Type.Array(fault, {
  title: `a list of 1 to ${MAX_FAULTS} faults`,
  minItems: 1,
  maxItems: MAX_FAULTS,
  description: "What is done to the server while it is measured, one after another.",
});

/** A fault and its place in the scenario's list. */
interface Listed extends FaultSpec {
  readonly index: number;
}

/**
 * The faults that a scenario lists, in the order of time. Items that are not sound are left out: the schema's
 * own check has named them.
 */
export function readFaults(value: unknown): readonly FaultSpec[] {
  return inOrder(value).map(({ index: _, ...spec }) => spec);
}

/**
 * What is wrong with the times of the sound items, by their place in the list: one that does not lie inside
 * the window, and one that begins before the one before it is over.
 */
export function faultTimes(value: unknown, measureMs: Milliseconds | undefined) {
  return inOrder(value).flatMap((fault, i, all): { index: number; message: string }[] => {
    const { index } = fault;
    const outside = measureMs === undefined ? undefined : outsideWindow(fault, measureMs);
    const before = all[i - 1];
    const overlaps = before !== undefined && endOf(before) > fault.atMs;
    return [
      ...(outside === undefined ? [] : [{ index, message: outside }]),
      ...(overlaps
        ? [{ index, message: `begins at ${formatDuration(fault.atMs)}, before ${named(before)} is over` }]
        : []),
    ];
  });
}

/** Why a fault does not lie inside the window, with the remedy; `undefined` when it does. */
export function outsideWindow(fault: FaultSpec, measureMs: Milliseconds): string | undefined {
  if (endOf(fault) <= measureMs) return undefined;
  return (
    `${named(fault)} ends after the window of ${formatDuration(measureMs)}; ` +
    `measure for ${formatDuration(endOf(fault))} or longer, or let it begin or end sooner`
  );
}

const named = ({ fault, atMs, forMs }: FaultSpec): string =>
  `the ${fault} at ${formatDuration(atMs)} for ${formatDuration(forMs)}`;

const endOf = ({ atMs, forMs }: FaultSpec): Milliseconds => atMs + forMs;

function inOrder(value: unknown): readonly Listed[] {
  if (!Array.isArray(value)) return [];
  return value
    .slice(0, MAX_FAULTS)
    .flatMap((item: unknown, index): Listed[] => {
      if (!fits(fault, item)) return [];
      const sound = item as Static<typeof fault>;
      // The schema has accepted both durations.
      const [atMs = 0, forMs = 0] = [parseDuration(sound.at), parseDuration(sound.for)];
      return [{ fault: sound.fault, atMs, forMs, index }];
    })
    .sort((a, b) => a.atMs - b.atMs);
}
