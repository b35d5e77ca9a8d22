import type { MetricName } from "../core/metrics.ts";
import type { Result } from "../core/result.ts";
import { grouped } from "./grouped.ts";
import type { Figure, Row } from "./rows.ts";
import { differ } from "./ties.ts";

/** One transport's rows over a parameter that alone differs between them. */
export interface SweptTransport {
  readonly transport: string;
  /** Ascending. */
  readonly points: readonly { readonly x: number; readonly row: Row }[];
  /** The parameter means nothing to this transport: its one row holds at every value. */
  readonly level: boolean;
}

/** A parameter that a result sweeps, and the transports that can be compared over it. */
export interface Sweep {
  readonly key: string;
  /** With its unit, for an axis. */
  readonly title: string;
  readonly transports: readonly SweptTransport[];
}

/** Where two transports change places, as far as a run can tell: somewhere between two values that it measured. */
export interface Crossover {
  readonly from: number;
  readonly to: number;
  /** Better up to `from`. */
  readonly before: string;
  /** Better from `to` on. */
  readonly after: string;
}

const TITLES: Readonly<Record<string, string>> = {
  intervalMs: "poll interval, ms",
  holdMs: "hold, ms",
  rate: "events per second",
  clients: "clients",
  delay: "link delay, ms",
  delayMs: "link delay, ms",
};

type Coordinates = Readonly<Record<string, number | string | boolean>>;

/** Everything that may differ between two entries of one transport. */
function coordinatesOf(row: Row, { scenario }: Result): Coordinates {
  const entry = scenario.transports.find(({ id }) => id === row.id);
  const [cell] = row.cells;
  return {
    ...row.params,
    rate: entry?.rate ?? scenario.stream.rate,
    clients: cell?.clients ?? scenario.clients,
    ...cell?.point,
  };
}

interface Placed {
  readonly row: Row;
  readonly at: Coordinates;
}

/** The parameters that a result sweeps: of some transport at least two valid rows differ in nothing else. */
export function sweepsOf(rows: readonly Row[], result: Result): readonly Sweep[] {
  const placed = rows
    .filter(({ status }) => status === "valid")
    .map((row) => ({ row, at: coordinatesOf(row, result) }));
  const keys = [...new Set(placed.flatMap(({ at }) => Object.keys(at)))];
  return keys.flatMap((key) => sweepOf(placed, key) ?? []);
}

function sweepOf(placed: readonly Placed[], key: string): Sweep | undefined {
  const names = [...new Set(placed.map(({ row }) => row.transport))];
  const swept: SweptTransport[] = [];
  let first: { readonly points: SweptTransport["points"]; readonly rest: Coordinates } | undefined;
  for (const transport of names) {
    const mine = placed.filter(({ row, at }) => row.transport === transport && typeof at[key] === "number");
    // Each transport under what the first one had: otherwise more than the parameter would lie between them.
    const groups = [...grouped(mine, ({ at }) => restOf(at, key)).values()].filter(
      ([one]) => first === undefined || alike(one!.at, first.rest, key),
    );
    const largest = groups.sort((a, b) => b.length - a.length)[0] ?? [];
    const points = largest.map(({ row, at }) => ({ row, x: Number(at[key]) })).sort((a, b) => a.x - b.x);
    if (new Set(points.map(({ x }) => x)).size < 2) continue;
    swept.push({ transport, points, level: false });
    first ??= { points, rest: largest[0]!.at };
  }
  if (first === undefined) return undefined;
  const { points: values, rest } = first;
  const level = names.flatMap((transport): SweptTransport[] => {
    const mine = placed.filter(({ row }) => row.transport === transport);
    const [one] = mine;
    if (one === undefined || mine.length !== 1 || key in one.at || !alike(one.at, rest, key)) return [];
    return [{ transport, level: true, points: values.map(({ x }) => ({ x, row: one.row })) }];
  });
  return { key, title: TITLES[key] ?? key, transports: [...swept, ...level] };
}

/** Whether nothing but the parameter differs of what both have: each transport has options of its own, too. */
const alike = (a: Coordinates, b: Coordinates, key: string): boolean =>
  Object.keys(a).every((name) => name === key || !(name in b) || a[name] === b[name]);

function restOf(at: Coordinates, key: string): string {
  const rest = Object.entries(at).filter(([name]) => name !== key);
  return JSON.stringify(rest.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Where transports change places in a metric of which less is better; a tie in between widens the interval. */
export function crossovers({ transports }: Sweep, metric: MetricName): readonly Crossover[] {
  return transports.flatMap((a, index) =>
    transports.slice(index + 1).flatMap((b) => (a.level && b.level ? [] : between(a, b, metric))),
  );
}

function between(a: SweptTransport, b: SweptTransport, metric: MetricName): readonly Crossover[] {
  const found: Crossover[] = [];
  let last: { readonly x: number; readonly winner: string } | undefined;
  for (const { x, row } of a.points) {
    const other = b.points.find((point) => point.x === x)?.row;
    const winner = winnerOf(
      [a.transport, row.metrics[metric]],
      [b.transport, other?.metrics[metric]],
      metric,
    );
    if (winner === undefined) continue;
    if (last !== undefined && last.winner !== winner) {
      found.push({ from: last.x, to: x, before: last.winner, after: winner });
    }
    last = { x, winner };
  }
  return found;
}

type Contender = readonly [transport: string, figure: Figure | undefined];

/** Who has clearly less; `undefined` for a tie and where one of them was not measured. */
function winnerOf([a, one]: Contender, [b, other]: Contender, metric: MetricName): string | undefined {
  if (one === undefined || other === undefined || !differ(metric, one, other)) return undefined;
  return one.value < other.value ? a : b;
}
