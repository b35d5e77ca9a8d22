import {
  type Document,
  isAlias,
  isCollection,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Pair,
  parseDocument,
  visit,
} from "yaml";
import { formatPath, type Path, type Problem, problemsError } from "./problem.ts";

/** The longest scenario text that is read. */
export const MAX_SOURCE_BYTES = 1024 ** 2;
/** A scenario needs five levels. */
const MAX_DEPTH = 32;

/** A parsed scenario text: its data, and where each piece of it stands. */
export interface Source {
  readonly value: unknown;
  /** Each problem as one line (place, key, message), in the order of the text. */
  describe(problems: readonly Problem[]): readonly string[];
}

/** Reads YAML; throws SCENARIO_INVALID with every fault of syntax. */
export function parseSource(text: string, file: string, hint: string): Source {
  const faults: string[] = [];
  const refuse = () => problemsError(file, [...new Set(faults)], (listed) => listed, hint);
  if (Buffer.byteLength(text) > MAX_SOURCE_BYTES) {
    faults.push(`${file}: is longer than ${MAX_SOURCE_BYTES / 1024} KiB`);
    throw refuse();
  }
  const lines = new LineCounter();
  // Repeated keys are looked for below: the library's own search takes time squared in their number.
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    uniqueKeys: false,
    version: "1.2",
    logLevel: "error",
  });
  const place = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${line}:${col}`;
  };
  // What follows the first fault of syntax is mostly its echo.
  const [fault] = document.errors;
  if (fault !== undefined) {
    const deep = fault.code === "RESOURCE_EXHAUSTION";
    faults.push(`${place(fault.pos[0])}: ${deep ? "nested too deeply" : lowerFirst(fault.message)}`);
    throw refuse();
  }
  for (const warning of document.warnings)
    faults.push(`${place(warning.pos[0])}: ${lowerFirst(warning.message)}`);
  for (const [offset, message] of oddities(document)) faults.push(`${place(offset)}: ${message}`);
  if (faults.length > 0) throw refuse();
  if (document.contents === null) {
    faults.push(`${file}:1:1: the file is empty`);
    throw refuse();
  }
  return {
    value: document.toJS(),
    describe(problems) {
      return problems
        .map(({ path, at, message }) => ({
          offset: offsetOf(document, path, at),
          key: formatPath(path),
          message,
        }))
        .sort((a, b) => a.offset - b.offset)
        .map(({ offset, key, message }) => `${place(offset)}: ${key === "" ? "" : `${key}: `}${message}`);
    },
  };
}

/** What YAML allows and a scenario does not: repeated keys, keys that are not words, anchors, deep nesting. */
function oddities(document: Document): [offset: number, message: string][] {
  const found: [number, string][] = [];
  visit(document, {
    Node(_, node, ancestors) {
      if (!isNode(node)) return undefined;
      const offset = node.range?.[0] ?? 0;
      if (isAlias(node) || ("anchor" in node && node.anchor !== undefined)) {
        found.push([offset, "anchors and aliases (& and *) are not allowed; write the value out"]);
      }
      // Each level of a map is a map and a pair.
      if (ancestors.length > 2 * MAX_DEPTH) {
        found.push([offset, `nested deeper than ${MAX_DEPTH} levels`]);
        return visit.BREAK;
      }
      if (isMap(node)) found.push(...oddKeys(node.items));
      return undefined;
    },
  });
  return found;
}

function oddKeys(pairs: readonly Pair[]): [offset: number, message: string][] {
  const seen = new Set<string>();
  return pairs.flatMap(({ key }): [number, string][] => {
    const offset = offsetOfNode(key) ?? 0;
    if (!isScalar(key) || key.value === null) return [[offset, "a key must be a word"]];
    const name = String(key.value);
    if (seen.has(name)) return [[offset, `the key "${name}" stands twice`]];
    seen.add(name);
    return [];
  });
}

/** Where a key or a value stands; the nearest thing around it where it has no place of its own. */
function offsetOf(document: Document, path: Path, at: Problem["at"]): number {
  let node: unknown = document.contents;
  let offset = offsetOfNode(node) ?? 0;
  for (const [depth, part] of path.entries()) {
    if (isSeq(node)) {
      node = node.items[Number(part)];
    } else if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === part);
      offset = offsetOfNode(pair?.key) ?? offset;
      if (at === "key" && depth === path.length - 1) return offset;
      node = pair?.value;
    } else {
      return offset;
    }
    // A value that is left out ("key:") stands where its key stands.
    const empty = isScalar(node) && node.source === "";
    if (!empty) offset = offsetOfNode(node) ?? offset;
  }
  return offset;
}

function offsetOfNode(node: unknown): number | undefined {
  return isScalar(node) || isCollection(node) || isAlias(node) ? node.range?.[0] : undefined;
}

const lowerFirst = (message: string): string => message.charAt(0).toLowerCase() + message.slice(1);
