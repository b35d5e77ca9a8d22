import type { TSchema } from "typebox";
import { Check } from "typebox/value";
import { didYouMean } from "../nearest.ts";
import { isTransportName, whyNotMeasured } from "../transports.ts";
import { type Path, type Problem, show } from "./problem.ts";

/** The parts of JSON Schema that the scenario's schema is made of. */
interface Node {
  readonly type?: string;
  readonly title?: string;
  readonly enum?: readonly string[];
  readonly anyOf?: readonly Node[];
  readonly properties?: Readonly<Record<string, Node>>;
  readonly patternProperties?: Readonly<Record<string, Node>>;
  readonly additionalProperties?: boolean | Node;
  readonly required?: readonly string[];
  readonly maxProperties?: number;
  readonly minProperties?: number;
  readonly items?: Node;
  readonly minItems?: number;
  readonly maxItems?: number;
}

/** A list of allowed keys longer than this is left out where one of them is clearly meant. */
const MOST_NAMED = 16;

/**
 * Every way in which a value departs from the schema, all at once, each with its place. The schema's own
 * check decides; this says where and why in words, from the schema's titles and keys.
 */
export function check(schema: TSchema, value: unknown, path: Path = []): Problem[] {
  return checkNode(schema as Node, value, path);
}

/** Whether a value is as the schema says; narrows it to the schema's type. */
export const fits = (schema: TSchema, value: unknown): boolean => Check(schema, value);

function checkNode(node: Node, value: unknown, path: Path): Problem[] {
  if (node.anyOf !== undefined) return checkUnion(node, node.anyOf, value, path);
  if (node.type === "object") return checkObject(node, value, path);
  if (node.type === "array") return checkArray(node, value, path);
  return Check(node as TSchema, value) ? [] : [unfit(node, value, path)];
}

function checkUnion(node: Node, branches: readonly Node[], value: unknown, path: Path): Problem[] {
  if (Check(node as TSchema, value)) return [];
  // A map or list is meant for the branch of that kind, and its problems lie further inside.
  const container = branches.find((branch) => branch.type === containerOf(value));
  return container === undefined ? [unfit(node, value, path)] : checkNode(container, value, path);
}

function checkArray(node: Node, value: unknown, path: Path): Problem[] {
  if (!Array.isArray(value)) return [unfit(node, value, path)];
  const { minItems = 0, maxItems = Number.POSITIVE_INFINITY, items = {} } = node;
  if (value.length < minItems || value.length > maxItems) {
    const found = value.length === 0 ? "found an empty list" : `found ${value.length} items`;
    return [{ path, at: "value", message: `${found}; expected ${node.title}` }];
  }
  return value.flatMap((item, index) => checkNode(items, item, [...path, index]));
}

function checkObject(node: Node, value: unknown, path: Path): Problem[] {
  if (containerOf(value) !== "object") return [unfit(node, value, path)];
  const keys = Object.keys(value as object);
  const { minProperties = 0, maxProperties = Number.POSITIVE_INFINITY } = node;
  if (keys.length < minProperties || keys.length > maxProperties) {
    const found = keys.length === 0 ? "no key" : `the keys ${keys.slice(0, 8).join(", ")}`;
    const remedy = maxProperties === 1 && keys.length > 1 ? "; indent the options below it" : "";
    return [{ path, at: "value", message: `found ${found}; expected ${node.title}${remedy}` }];
  }
  const record = value as Readonly<Record<string, unknown>>;
  return [
    ...keys.flatMap((key) => {
      const inside = [...path, key];
      const branch = schemaOf(node, key);
      return branch === undefined ? [unknownKey(node, key, inside)] : checkNode(branch, record[key], inside);
    }),
    ...(node.required ?? [])
      .filter((key) => !Object.hasOwn(record, key))
      .map((key): Problem => {
        const expected = node.properties?.[key]?.title;
        return { path, at: "value", message: `the key "${key}" is missing; expected ${expected}` };
      }),
  ];
}

function schemaOf({ properties = {}, patternProperties = {}, additionalProperties }: Node, key: string) {
  if (Object.hasOwn(properties, key)) return properties[key];
  for (const [pattern, branch] of Object.entries(patternProperties)) {
    if (new RegExp(pattern, "u").test(key)) return branch;
  }
  return typeof additionalProperties === "object" ? additionalProperties : undefined;
}

function unknownKey(node: Node, key: string, path: Path): Problem {
  const known = Object.keys(node.properties ?? {});
  const notYet = whereTransports(known, key);
  if (notYet !== undefined) return { path, at: "key", message: notYet };
  const meant = didYouMean(key, known);
  const patterns = Object.keys(node.patternProperties ?? {}).length > 0;
  const list = `${known.join(", ")}${patterns ? ", or a module's path starting with ./, ../ or /" : ""}`;
  const allowed =
    meant !== undefined && known.length > MOST_NAMED ? `(${known.length} are allowed)` : `allowed: ${list}`;
  const message = `unknown key; ${meant === undefined ? "" : `${meant} `}${allowed}`;
  return { path, at: "key", message };
}

function unfit(node: Node, value: unknown, path: Path): Problem {
  const words = [node, ...(node.anyOf ?? [])].flatMap((branch) => branch.enum ?? []);
  const notYet = typeof value === "string" ? whereTransports(words, value) : undefined;
  if (notYet !== undefined) return { path, at: "value", message: notYet };
  const meant = typeof value === "string" ? didYouMean(value, words) : undefined;
  const expected = `found ${show(value)}; expected ${node.title}`;
  return { path, at: "value", message: meant === undefined ? expected : `${expected}; ${meant}` };
}

/** What to say of a transport that cannot be measured, where one that can would be allowed. */
const whereTransports = (allowed: readonly string[], word: string): string | undefined =>
  allowed.some(isTransportName) ? whyNotMeasured(word) : undefined;

function containerOf(value: unknown): "object" | "array" | undefined {
  if (Array.isArray(value)) return "array";
  return typeof value === "object" && value !== null ? "object" : undefined;
}
