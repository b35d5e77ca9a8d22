import { closeSync, constants, fstatSync, mkdirSync, openSync, readSync, writeSync } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { dirname } from "node:path";
import Type, { type Static } from "typebox";
import { Check } from "typebox/value";
import { BenchError } from "../../../core/errors.ts";
import type { Result } from "../../../core/result.ts";
import { fingerprintId } from "../fingerprint.ts";

/** The format of a line. */
export const HISTORY_VERSION = 1;
/** A history larger than this is refused: some hundred thousand lines. */
export const LARGEST_HISTORY_BYTES = 256 * 1024 ** 2;

const Line = Type.Object({
  version: Type.Literal(HISTORY_VERSION),
  at: Type.String({ description: "When the run started, ISO 8601." }),
  commit: Type.String(),
  scenario: Type.String(),
  hash: Type.String({ description: "The scenario's." }),
  entry: Type.String(),
  fingerprint: Type.String(),
  calibration: Type.Optional(
    Type.Object({
      cpuNsPerRound: Type.Optional(Type.Number()),
      loopbackP50Ms: Type.Optional(Type.Number()),
      loopbackP99Ms: Type.Optional(Type.Number()),
    }),
  ),
  metrics: Type.Record(Type.String(), Type.Number()),
});

/** What one run measured of one entry of its scenario: a line of the history. */
export type HistoryLine = Readonly<Static<typeof Line>>;

export interface History {
  /** In the order in which they were appended. */
  readonly lines: readonly HistoryLine[];
  /** Lines that are none, such as one whose writing was interrupted. */
  readonly damaged: number;
}

/**
 * A result as lines for the history, one for each entry that was measured. None of a run that was aborted, nor of an
 * entry without a valid cell: nobody should compare with those.
 */
export function historyLines(result: Result, commit: string): readonly HistoryLine[] {
  const { run, scenario, environment, cells, summary } = result;
  if (run.aborted) return [];
  const valid = new Set(cells.filter(({ verdict }) => verdict.status === "valid").map(({ id }) => id));
  const { calibration } = environment;
  return summary
    .filter(({ id }) => valid.has(id))
    .map(({ id, metrics }) => ({
      version: HISTORY_VERSION,
      at: run.startedAt,
      commit,
      scenario: scenario.name,
      hash: scenario.hash,
      entry: id,
      fingerprint: fingerprintId(result),
      ...(calibration === undefined ? {} : { calibration }),
      metrics: Object.fromEntries(Object.entries(metrics).map(([name, { value }]) => [name, value])),
    }));
}

/**
 * Appends lines to a history, which is made where there is none. A last line that was cut off is ended first, so that
 * it spoils nothing but itself. Throws what the file system does.
 */
export function appendHistory(file: string, lines: readonly HistoryLine[]): void {
  if (lines.length === 0) return;
  mkdirSync(dirname(file), { recursive: true });
  const descriptor = openSync(file, constants.O_RDWR | constants.O_CREAT | constants.O_APPEND, 0o644);
  try {
    const text = lines.map((line) => `${JSON.stringify(line)}\n`).join("");
    const bytes = Buffer.from(endsWell(descriptor) ? text : `\n${text}`);
    for (let written = 0; written < bytes.length; ) written += writeSync(descriptor, bytes, written);
  } finally {
    closeSync(descriptor);
  }
}

function endsWell(descriptor: number): boolean {
  const { size } = fstatSync(descriptor);
  if (size === 0) return true;
  const last = Buffer.alloc(1);
  readSync(descriptor, last, 0, 1, size - 1);
  return last[0] === 0x0a;
}

/** Reads a history; an empty one where there is no file. Throws `RESULT_INVALID` for one that is too large to be one. */
export async function readHistory(file: string): Promise<History> {
  const size = await stat(file).then(
    (found) => found.size,
    (error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return undefined;
      throw error;
    },
  );
  if (size === undefined) return { lines: [], damaged: 0 };
  if (size > LARGEST_HISTORY_BYTES) {
    throw new BenchError(
      "RESULT_INVALID",
      `${file} has ${size} bytes: a history has at most ${LARGEST_HISTORY_BYTES}`,
      {
        hint: "begin a new one; of an old one only the last 200 runs are looked at",
      },
    );
  }
  return parseHistory(await readFile(file, "utf8"));
}

/** Reads the text of a history. What is no line of one is counted and left out. */
export function parseHistory(text: string): History {
  const lines: HistoryLine[] = [];
  let damaged = 0;
  for (const each of text.split("\n")) {
    if (each.trim() === "") continue;
    const line = parsed(each);
    if (line === undefined) damaged++;
    else lines.push(line);
  }
  return { lines, damaged };
}

function parsed(text: string): HistoryLine | undefined {
  try {
    const data: unknown = JSON.parse(text);
    return Check(Line, data) ? data : undefined;
  } catch {
    return undefined;
  }
}
