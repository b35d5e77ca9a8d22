import type { Random } from "../../core/random.ts";

/** Bytes to read, and how. */
export interface Input {
  /** The bytes, one per character. */
  readonly text: string;
  /** Where reads end; the last one ends with the bytes. */
  readonly cuts: readonly number[];
}

/** Two readers that do not agree, or one that breaks its own promise. */
export interface Finding {
  /** What is wrong, in a few words: the same ones for inputs that show the same fault. */
  readonly what: string;
  readonly ours: string;
  readonly expected: string;
}

/** What became of an input on which all agree. */
export type Agreement = "accepted" | "refused";

/** A reader under test: what to feed it and what it must make of it. */
export interface Target<I extends Input = Input> {
  readonly name: string;
  generate(source: Random): I;
  /** Reads the input in all ways and compares; cheap enough for every input. */
  check(input: I): Finding | Agreement;
  /** Compares with a reference that is too slow for every input. */
  sample(input: I): Promise<Finding | undefined>;
  /** How often this reader was stricter than its reference, by the documented reason. */
  readonly stricter: ReadonlyMap<string, number>;
}

/** The input's bytes. */
export function bytesOf(input: Input): Buffer {
  return Buffer.from(input.text, "latin1");
}

/** Adds one to a reason's count. */
export function count(counts: Map<string, number>, reason: string): void {
  counts.set(reason, (counts.get(reason) ?? 0) + 1);
}

/** A disagreement, its sides as JSON. */
export function finding(what: string, ours: unknown, expected: unknown): Finding {
  const show = (value: unknown): string => JSON.stringify(value) ?? "nothing";
  return { what, ours: show(ours), expected: show(expected) };
}
