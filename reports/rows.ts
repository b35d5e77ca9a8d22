import { isMetricName, type MetricName } from "../core/metrics.ts";
import type { Result, ResultCell, ResultNote } from "../core/result.ts";
import { listed, proseName } from "./names.ts";

/** One metric of a row. `low` and `high` bound it where there were blocks enough for an interval. */
export interface Figure {
  readonly value: number;
  readonly low?: number;
  readonly high?: number;
  readonly predicted?: number;
}

/**
 * - `valid`: figures from valid cells.
 * - `invalid`: every cell measured the harness; its figures are shown, marked, and never compared.
 * - `missing`: the run ended before one of its cells did.
 */
export type RowStatus = "valid" | "invalid" | "missing";

/** A line of the table: one entry of the scenario at one point of its sweep. */
export interface Row {
  readonly id: string;
  readonly transport: string;
  /** The entry's word and its point: what the table calls it. */
  readonly label: string;
  /** What a sentence calls it. */
  readonly name: string;
  readonly status: RowStatus;
  readonly params: ResultCell["params"];
  /** The sweep's coordinates; empty where nothing is swept. */
  readonly point: ResultCell["point"];
  /** Cells behind the figures. */
  readonly blocks: number;
  readonly metrics: Readonly<Partial<Record<MetricName, Figure>>>;
  /** The cells behind the figures: the valid ones, or all when none is. */
  readonly cells: readonly ResultCell[];
  /** Cells that ran, valid or not. */
  readonly ran: number;
}

/** A note of one or more cells, said once, with the rows and blocks it holds for. */
export interface RowNote extends ResultNote {
  readonly subjects: readonly { readonly row: Row; readonly blocks: readonly number[] }[];
}

type Entry = Pick<ResultCell, "id" | "transport" | "params" | "point">;

const keyOf = ({ id, point }: Pick<Entry, "id" | "point">): string =>
  JSON.stringify([id, Object.entries(point).sort(([a], [b]) => (a < b ? -1 : 1))]);

const atPoint = (point: Entry["point"]): string => {
  const parts = Object.entries(point).map(([key, value]) => `${key} ${value}`);
  return parts.length === 0 ? "" : ` (${parts.join(", ")})`;
};

/** Every entry of a result in the scenario's order: those measured, those only invalid, those never reached. */
export function rowsOf(result: Result): readonly Row[] {
  const entries = new Map<string, Entry>();
  for (const entry of [...result.summary, ...result.cells]) {
    if (!entries.has(keyOf(entry))) entries.set(keyOf(entry), entry);
  }
  const reached = new Set([...entries.values()].map(({ id }) => id));
  for (const entry of result.scenario.transports) {
    if (!reached.has(entry.id)) entries.set(keyOf({ ...entry, point: {} }), { ...entry, point: {} });
  }
  const rows = [...entries.values()].map((entry) => rowOf(result, entry));
  const place = new Map(result.scenario.transports.map(({ id }, index) => [id, index]));
  const last = place.size;
  return rows.sort((a, b) => (place.get(a.id) ?? last) - (place.get(b.id) ?? last));
}

function rowOf(result: Result, entry: Entry): Row {
  const key = keyOf(entry);
  const cells = result.cells.filter((cell) => keyOf(cell) === key);
  const valid = cells.filter((cell) => cell.verdict.status === "valid");
  const summary = result.summary.find((candidate) => keyOf(candidate) === key);
  const common = {
    id: entry.id,
    transport: entry.transport,
    params: entry.params,
    point: entry.point,
    label: entry.id + atPoint(entry.point),
    name: proseName(entry.id, entry.transport) + atPoint(entry.point),
    ran: cells.length,
  };
  if (summary !== undefined && (valid.length > 0 || cells.length === 0)) {
    return {
      ...common,
      status: "valid",
      blocks: summary.blocks,
      metrics: known(summary.metrics),
      cells: valid,
    };
  }
  if (cells.length === 0) return { ...common, status: "missing", blocks: 0, metrics: {}, cells };
  const status = valid.length > 0 ? "valid" : "invalid";
  const behind = valid.length > 0 ? valid : cells;
  return { ...common, status, blocks: behind.length, metrics: medians(behind), cells: behind };
}

function known(metrics: Readonly<Record<string, Figure>>): Row["metrics"] {
  return Object.fromEntries(Object.entries(metrics).filter(([name]) => isMetricName(name)));
}

function medians(cells: readonly ResultCell[]): Row["metrics"] {
  const names = new Set(cells.flatMap((cell) => Object.keys(cell.metrics).filter(isMetricName)));
  return Object.fromEntries(
    [...names].map((name) => {
      const values = cells.flatMap((cell) => cell.metrics[name] ?? []);
      return [name, { value: median(values)! }];
    }),
  );
}

/** The middle value, or the mean of the two middle ones; `undefined` for none. */
export function median(values: readonly number[]): number | undefined {
  if (values.length === 0) return undefined;
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

/** What a note is about: its rows, and their blocks where there were several. */
export function subjectOf({ subjects }: RowNote): string {
  const named = subjects.map(({ row, blocks }) => {
    if (row.ran === blocks.length) return row.label;
    return `${row.label} in block${blocks.length > 1 ? "s" : ""} ${listed(blocks.map(String))}`;
  });
  return listed(named);
}

/** What the cells' verdicts say, each message once. */
export function notesOf(
  result: Result,
  rows: readonly Row[],
  kind: "reasons" | "warnings",
): readonly RowNote[] {
  const notes = new Map<string, { code: string; message: string; blocks: Map<Row, number[]> }>();
  for (const cell of result.cells) {
    const row = rows.find(({ id, label }) => label === id + atPoint(cell.point) && id === cell.id);
    if (row === undefined) continue;
    for (const { code, message } of cell.verdict[kind]) {
      const key = JSON.stringify([code, message]);
      const note = notes.get(key) ?? { code, message, blocks: new Map() };
      notes.set(key, note);
      note.blocks.set(row, [...(note.blocks.get(row) ?? []), cell.block]);
    }
  }
  return [...notes.values()].map(({ code, message, blocks }) => ({
    code,
    message,
    subjects: [...blocks].map(([row, numbers]) => ({ row, blocks: numbers })),
  }));
}
