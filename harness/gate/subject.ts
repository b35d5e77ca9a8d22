import type { Result } from "../../core/result.ts";
import { measuredOf } from "../../core/scenario/measured.ts";

/** At most so many differences are told; more are counted. */
const MOST_TOLD = 8;

/** Stands for a difference that nothing in the two scenarios shows. */
export const HASH_ALONE = "the scenario's hash, from another version of this program";

/** What a result measured: its scenario has everything that a hash is of, in the form that was measured. */
export const measuredIn = ({ scenario }: Pick<Result, "scenario">): Readonly<Record<string, unknown>> =>
  measuredOf(scenario as unknown as Parameters<typeof measuredOf>[0]);

/**
 * In what two scenarios differ that changes what is measured: `clients: 100, not 50`, the base's value first.
 * Empty where they measured the same thing.
 *
 * @param base as `measuredOf` gives it
 */
export function subjectDifferences(
  base: Readonly<Record<string, unknown>>,
  head: Readonly<Record<string, unknown>>,
): string[] {
  const [a, b] = [new Map(leaves(base)), new Map(leaves(head))];
  const paths = [...new Set([...a.keys(), ...b.keys()])];
  const found = paths.filter((path) => a.get(path) !== b.get(path));
  const told = found
    .slice(0, MOST_TOLD)
    .map((path) => `${path}: ${a.get(path) ?? "absent"} there, ${b.get(path) ?? "absent"} here`);
  return found.length > MOST_TOLD ? [...told, `and ${found.length - MOST_TOLD} more`] : told;
}

/** Every value in nested data, by its path; JSON, so that `1` and `"1"` differ. */
function leaves(value: unknown, path = ""): [path: string, value: string][] {
  if (value === undefined) return [];
  if (typeof value !== "object" || value === null) return [[path, JSON.stringify(value)]];
  return Object.entries(value).flatMap(([key, each]) =>
    leaves(each, Array.isArray(value) ? `${path}[${key}]` : path === "" ? key : `${path}.${key}`),
  );
}
