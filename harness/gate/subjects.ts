import { basename } from "node:path";
import type { Result } from "../../core/result.ts";
import { type Difference, differenceIn } from "./difference.ts";

/** What of a result tells what was measured. */
export type Subject = Pick<Result, "scenario"> & { readonly schemaVersion: number };

/**
 * What two results differ in of all that makes even exact figures another thing: the format, the scenario with its
 * link, headers and stream. Empty when both measured the same.
 *
 * The scenario's hash decides; its parts say what it is. HTTP/1.1 without TLS is all there is so far, so that neither
 * can differ.
 */
export function compareSubjects(base: Subject, head: Subject): readonly Difference[] {
  const format = differenceIn("schema version", "everything", base.schemaVersion, head.schemaVersion);
  if (base.scenario.hash === head.scenario.hash) return format;
  const parts = PARTS.flatMap(([what, of]) =>
    differenceIn(what, "everything", inWords(of(base.scenario)), inWords(of(head.scenario))),
  );
  const hash = differenceIn("scenario hash", "everything", base.scenario.hash, head.scenario.hash);
  // The hash alone says nothing to a reader: it stands for what no part shows.
  return [...format, ...(parts.length === 0 ? hash : parts)];
}

type Scenario = Result["scenario"];

/** What goes into the scenario's hash, in the order in which differences are told. */
const PARTS: readonly (readonly [what: string, of: (scenario: Scenario) => unknown])[] = [
  ["link", ({ link }) => (link === undefined ? undefined : { ...link, profile: undefined })],
  ["header profile", ({ headers }) => headers],
  ["cookie bytes", ({ cookieBytes }) => cookieBytes],
  ["clients", ({ clients }) => clients],
  ["stream", ({ stream }) => stream],
  ["seed", ({ seed }) => seed],
  ["phases", ({ phases }) => phases],
  ["repeat", ({ repeat }) => repeat],
  ["faults", ({ faults }) => faults],
  [
    "transports",
    ({ transports }) =>
      transports.map(({ module, ...entry }) =>
        module === undefined ? entry : { ...entry, module: basename(module) },
      ),
  ],
];

/** A part as text that is the same for the same data, whatever the order of its keys. */
function inWords(part: unknown): string | undefined {
  if (part === undefined) return undefined;
  if (typeof part !== "object" || part === null) return String(part);
  return JSON.stringify(part, (_, value: unknown) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}
