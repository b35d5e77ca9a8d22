import type { MetricName } from "../../../core/metrics.ts";
import type { Result } from "../../../core/result.ts";
import { capitalised, listed, proseName } from "../../names.ts";
import { ABSENT, formatCount, formatNumber } from "../../numbers.ts";
import { type Crossover, crossovers, type Sweep, type SweptTransport, sweepsOf } from "../../sweeps.ts";
import type { Drawn, Figure } from "../figure.ts";
import { key } from "../identity.ts";
import { type Content, html } from "../markup.ts";
import { spanned } from "../spanned.ts";
import type { Series } from "../view.ts";

const SHOWN = [
  {
    metric: "latencyP50Ms",
    title: "Median latency",
    unit: "ms",
    wins: "is faster than",
    reading:
      "Each line is one transport at several settings of one parameter, everything else alike; both axes are " +
      "logarithmic. Where lines cross, another transport becomes the better one. The crossing lies somewhere " +
      "between two measured settings, which is what a shaded band says: nothing was measured inside it. A level " +
      "line is a transport that does not have this parameter.",
  },
  {
    metric: "bytesPerEvent",
    title: "Bytes per event",
    unit: "bytes",
    wins: "sends fewer bytes than",
    reading:
      "The same settings, read for bytes: all on the TCP stream in both directions, divided by the events " +
      "delivered. A line that falls shares the cost of an exchange among more events; it levels out where little " +
      "but payload is left to send.",
  },
  {
    metric: "serverCpuUsPerEvent",
    title: "Server CPU per event",
    unit: "µs",
    wins: "takes less server CPU than",
    reading:
      "The same settings, read for the server’s processor time, divided by the events delivered. It belongs to this " +
      "machine and this server; the order of the lines carries further than their heights.",
  },
] as const satisfies readonly {
  metric: MetricName;
  title: string;
  unit: string;
  wins: string;
  reading: string;
}[];

const NO_ZERO = "A setting of 0 has no place on a logarithmic axis: it is in the table.";

type Measure = (typeof SHOWN)[number];

const nameOf = (transport: string): string => proseName(transport, transport);

/** What changes over each parameter that the run sweeps, and where two transports change places. */
export function sweeps(drawn: readonly Drawn[], result: Result): readonly Figure[] {
  const found = sweepsOf(
    drawn.map(({ row }) => row),
    result,
  );
  const looks = new Map(drawn.map(({ row, series }) => [row, series]));
  return found.flatMap((sweep, place) =>
    SHOWN.flatMap((measure) => figureOf(sweep, measure, looks, `sweep-${place + 1}`) ?? []),
  );
}

interface SweptSeries extends SweptTransport {
  readonly series: Series;
}

function figureOf(
  sweep: Sweep,
  measure: Measure,
  looks: ReadonlyMap<Drawn["row"], Series>,
  id: string,
): Figure | undefined {
  const { metric, title, unit } = measure;
  const lines = sweep.transports.flatMap((swept): readonly SweptSeries[] => {
    const points = swept.points.filter(({ row }) => (row.metrics[metric]?.value ?? 0) > 0);
    const look = points[0] && looks.get(points[0].row);
    if (look === undefined || points.length < 2) return [];
    return [{ ...swept, points, series: { ...look, name: capitalised(nameOf(swept.transport)) } }];
  });
  if (!lines.some(({ level }) => !level)) return undefined;
  const crossed = crossovers(sweep, metric);
  const xs = [...new Set(lines.flatMap(({ points }) => points.map(({ x }) => x)))].sort((a, b) => a - b);
  return {
    id: `${id}-${metric}`,
    title: `${title} over ${sweep.title.split(",")[0]}`,
    conclusion: conclusionOf(lines, crossed, sweep, measure),
    reading: xs.includes(0) ? `${measure.reading} ${NO_ZERO}` : measure.reading,
    chart: {
      kind: "sweep",
      xTitle: sweep.title,
      yTitle: `${title.toLowerCase().replace("cpu", "CPU")}, ${unit}`,
      lines: lines.map(({ series, points: all }) => {
        const points = all.filter(({ x }) => x > 0);
        return {
          series,
          points: points.map(({ x, row }) => [x, row.metrics[metric]!.value] as const),
          bounds: points.map(({ row }) => {
            const { low, high } = row.metrics[metric]!;
            return low === undefined || high === undefined || low <= 0 ? null : ([low, high] as const);
          }),
        };
      }),
      bands: bandsOf(crossed.filter(({ from }) => from > 0)),
    },
    table: {
      head: [
        capitalised(sweep.title),
        ...lines.map(({ series }) => html`${key(series)}${series.name}, ${unit}`),
      ],
      lines: xs.map((x): readonly Content[] => [
        setting(x),
        ...lines.map(({ points }) => {
          const figure = points.find((point) => point.x === x)?.row.metrics[metric];
          return figure === undefined ? ABSENT : spanned(figure);
        }),
      ]),
    },
  };
}

/** A value of the swept parameter, as it was set. */
const setting = (x: number): string => (Number.isInteger(x) ? formatCount(x) : formatNumber(x));

function bandsOf(crossed: readonly Crossover[]) {
  const spans = new Map<string, { from: number; to: number; names: string[] }>();
  for (const { from, to, before, after } of crossed) {
    const span = spans.get(`${from}/${to}`) ?? { from, to, names: [] };
    spans.set(`${from}/${to}`, span);
    span.names.push(`${nameOf(before)} / ${nameOf(after)}`);
  }
  return [...spans.values()].map(({ from, to, names }) => ({ from, to, name: names.join(", ") }));
}

function conclusionOf(
  lines: readonly SweptSeries[],
  crossed: readonly Crossover[],
  { title }: Sweep,
  { metric, unit, wins }: Measure,
): string {
  const [what, scale = ""] = title.split(", ");
  const ranges = lines
    .filter(({ level }) => !level)
    .map(({ transport, points }) => {
      const [first, last] = [points[0]!, points.at(-1)!];
      const value = ({ row }: typeof first) => formatNumber(row.metrics[metric]!.value);
      return `${nameOf(transport)} goes from ${value(first)} to ${value(last)} ${unit}`;
    });
  const xs = lines.flatMap(({ points }) => points.map(({ x }) => x));
  const unitOf = scale === "" ? "" : ` ${scale}`;
  const changes = crossed.map(
    ({ from, to, before, after }) =>
      `from somewhere between ${setting(from)} and ${setting(to)}${unitOf} on, ${nameOf(after)} ${wins} ${nameOf(before)}`,
  );
  const verdict =
    lines.length < 2
      ? ""
      : changes.length === 0
        ? " No two of them clearly change places in this range."
        : ` ${capitalised(listed(changes))}.`;
  const range = `${setting(Math.min(...xs))} to ${setting(Math.max(...xs))}${unitOf}`;
  return `Over ${what} from ${range}, ${listed(ranges)}.${verdict}`;
}
