import type { TSchema } from "typebox";
import { METRIC_NAMES } from "../core/metrics.ts";
import { type Result, ResultSchema } from "../core/result.ts";

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/**
 * A result as JSON with its keys in the order of the published schema, metrics in the catalogue's and other
 * names in alphabetical order: two results differ only where they differ.
 */
export function renderJson(result: Result): string {
  return `${JSON.stringify(ordered(ResultSchema, result as unknown as Json), null, 2)}\n`;
}

/** The parts of a schema that say what is inside. */
type Shape = Partial<{
  properties: Readonly<Record<string, TSchema>>;
  patternProperties: Readonly<Record<string, TSchema>>;
  items: TSchema;
  anyOf: readonly TSchema[];
}>;

function ordered(schema: TSchema, value: Json): Json {
  if (value === null || typeof value !== "object") return value;
  const { properties = {}, patternProperties = {}, items = {}, anyOf = [] } = schema as Shape;
  if (Array.isArray(value)) return value.map((item: Json) => ordered(items, item));
  const inner = anyOf.find((option) => fits(option, value));
  if (inner !== undefined) return ordered(inner, value);
  const [named = {}] = Object.values(patternProperties);
  const known = [...Object.keys(properties), ...METRIC_NAMES];
  const place = (key: string): number => known.indexOf(key) + 1 || known.length + 1;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => place(a) - place(b) || (a < b ? -1 : 1))
      .map(([key, inside]) => [key, ordered(properties[key] ?? named, inside)]),
  );
}

/** Which of several shapes an object has: the one that has all its keys, and the same literals. */
function fits(option: TSchema, value: object): boolean {
  const { properties } = option as Shape;
  if (properties === undefined) return false;
  return Object.entries(value).every(([key, inside]) => {
    const schema = properties[key] as { const?: unknown } | undefined;
    return schema !== undefined && (schema.const === undefined || schema.const === inside);
  });
}
