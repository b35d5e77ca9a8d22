import {
  BarController,
  BarElement,
  CategoryScale,
  Chart,
  type ChartConfiguration,
  LinearScale,
  LineElement,
  LogarithmicScale,
  PointElement,
  ScatterController,
  Tooltip,
} from "chart.js";
import { formatNumber } from "../../numbers.ts";
import type { ChartView, Line, Series } from "../view.ts";
import { linear, logarithmic, percentileAxis, roomRound, said } from "./axes.ts";
import { clipped, endLabels, outsideWindow, pointLabels, totals, whiskers, widthOf } from "./labels.ts";
import { partsKey } from "./parts-key.ts";
import { colourOf, fillsOf, type Theme } from "./theme.ts";

// Only what these charts use is registered, so that the bundle holds no more.
Chart.register(
  BarController,
  BarElement,
  CategoryScale,
  LinearScale,
  LineElement,
  LogarithmicScale,
  PointElement,
  ScatterController,
  Tooltip,
);

const NARROW = 560;
/** Characters of a name that a chart has room for. */
const longest = (width: number): number => (width < NARROW ? 14 : 26);

type ViewOf<K extends ChartView["kind"]> = Extract<ChartView, { kind: K }>;

/** Draws one view into its canvas. */
export function draw(canvas: HTMLCanvasElement, view: ChartView, theme: Theme): Chart {
  const width = canvas.parentElement?.clientWidth ?? NARROW;
  Chart.defaults.font.family = theme.font;
  Chart.defaults.color = theme.muted;
  if (view.kind === "bars" && canvas.parentElement !== null) {
    const { height } = partsKey(theme, view.parts, width);
    canvas.parentElement.style.height = `${view.bars.length * 46 + 64 + height}px`;
  }
  return new Chart(canvas, configure(view, theme, width) as ChartConfiguration);
}

function configure(view: ChartView, theme: Theme, width: number) {
  switch (view.kind) {
    case "scatter":
      return scatter(view, theme, width);
    case "percentiles":
      return percentiles(view, theme, width);
    case "bars":
      return bars(view, theme, width);
    case "timeline":
      return timeline(view, theme, width);
    default:
      return view satisfies never;
  }
}

/** Nothing moves, and nothing keeps a shape of its own: the style sheet gives the size. */
const still = { animation: false, responsive: true, maintainAspectRatio: false } as const;

const tooltip = (theme: Theme) =>
  ({
    backgroundColor: theme.ink,
    titleColor: theme.paper,
    bodyColor: theme.paper,
    displayColors: false,
    padding: 10,
    cornerRadius: 3,
  }) as const;

function marker(theme: Theme, series: Series, radius: number) {
  const colour = colourOf(theme, series);
  return {
    pointStyle: series.shape,
    pointRadius: radius,
    pointHoverRadius: radius + 1,
    pointBackgroundColor: colour,
    pointBorderColor: colour,
    pointBorderWidth: series.shape === "star" || series.shape === "crossRot" ? 2.5 : 1,
  };
}

function scatter(view: ViewOf<"scatter">, theme: Theme, width: number) {
  const { points, frontier } = view;
  const series = points.map((point) => point.series);
  const xs = points.flatMap(({ x, xBounds }) => [x, ...(xBounds ?? [])]);
  const ys = points.flatMap(({ y, yBounds }) => [y, ...(yBounds ?? [])]);
  return {
    type: "scatter",
    data: {
      datasets: [
        ...points.map((point) => ({
          label: point.series.name,
          data: [{ x: point.x, y: point.y }],
          ...marker(theme, point.series, 7),
        })),
        {
          label: "frontier",
          data: stairs(frontier),
          showLine: true,
          borderColor: theme.muted,
          borderWidth: 1,
          borderDash: [3, 3],
          pointRadius: 0,
          pointHitRadius: 0,
        },
      ],
    },
    options: {
      ...still,
      scales: {
        x: logarithmic({ theme, title: view.xTitle, ...roomRound(xs, 1.8) }),
        y: logarithmic({ theme, title: view.yTitle, ...roomRound(ys, 2.5) }),
      },
      plugins: {
        tooltip: {
          ...tooltip(theme),
          callbacks: {
            label: ({ dataset, parsed }: { dataset: { label?: string }; parsed: { x: number; y: number } }) =>
              `${dataset.label}: ${said(parsed.y, "ms")}, ${said(parsed.x, "bytes")}`,
          },
        },
      },
    },
    plugins: [whiskers(theme, points), pointLabels(theme, series, longest(width))],
  };
}

/** The frontier goes level and then down, as what lies beyond it is beaten. */
function stairs(corners: readonly (readonly [number, number])[]) {
  return corners.flatMap(([x, y], index) => {
    const before = corners[index - 1];
    return before === undefined
      ? [{ x, y }]
      : [
          { x, y: before[1] },
          { x, y },
        ];
  });
}

function curve(theme: Theme, { series, points }: Line, marks: boolean) {
  return {
    label: series.name,
    data: points.map(([x, y]) => ({ x, y: y ?? Number.NaN })),
    showLine: true,
    borderColor: colourOf(theme, series),
    borderWidth: 2,
    clip: false as const,
    borderDash: [...series.dash],
    ...marker(theme, series, 4),
    ...(marks ? {} : { pointRadius: 0, pointHoverRadius: 4 }),
  };
}

function percentiles(view: ViewOf<"percentiles">, theme: Theme, width: number) {
  const { lines } = view;
  const most = longest(width);
  const values = lines.flatMap(({ points }) => points.flatMap(([, y]) => y ?? []));
  const rarest = Math.max(...lines.flatMap(({ points }) => points.map(([x]) => x)));
  const series = lines.map((line) => line.series);
  return {
    type: "scatter",
    data: { datasets: lines.map((line) => curve(theme, line, false)) },
    options: {
      ...still,
      layout: {
        padding: {
          right: widthOf(
            theme,
            series.map(({ name }) => clipped(name, most)),
          ),
          top: 6,
        },
      },
      interaction: { mode: "nearest", axis: "x", intersect: false },
      scales: {
        x: percentileAxis({ theme, title: "percentile of deliveries", min: 1, max: rarest }),
        y: logarithmic({ theme, title: view.yTitle, ...roomRound(values, 1.4) }),
      },
      plugins: {
        tooltip: {
          ...tooltip(theme),
          callbacks: {
            title: ([first]: { parsed: { x: number } }[]) =>
              first === undefined ? "" : `p${Number((100 * (1 - 1 / first.parsed.x)).toPrecision(4))}`,
            label: ({ dataset, parsed }: { dataset: { label?: string }; parsed: { y: number } }) =>
              `${dataset.label}: ${said(parsed.y, "ms")}`,
          },
        },
      },
    },
    plugins: [endLabels(theme, series, most)],
  };
}

function bars(view: ViewOf<"bars">, theme: Theme, width: number) {
  const fills = view.bars.map(({ series }) => fillsOf(theme, colourOf(theme, series)));
  const sums =
    view.ends ?? view.bars.map(({ values }) => formatNumber(values.reduce((sum, value) => sum + value, 0)));
  const keys = partsKey(theme, view.parts, width);
  return {
    type: "bar",
    data: {
      labels: view.bars.map(({ series }) => clipped(series.name, longest(width))),
      datasets: view.parts.map((part, index) => ({
        label: part,
        data: view.bars.map(({ values }) => values[index] ?? 0),
        backgroundColor: fills.map((fill) => fill[index]),
        borderColor: view.bars.map(({ series }) => colourOf(theme, series)),
        borderWidth: 1,
        borderSkipped: false,
        barThickness: 24,
      })),
    },
    options: {
      ...still,
      indexAxis: "y",
      layout: { padding: { right: widthOf(theme, sums) + 8, top: keys.height } },
      scales: {
        x: {
          ...linear({ theme, title: view.xTitle, ...(view.max === undefined ? {} : { max: view.max }) }),
          stacked: true,
        },
        y: {
          type: "category",
          stacked: true,
          border: { color: theme.rule },
          grid: { display: false },
          ticks: { color: theme.ink, font: { size: 12, weight: 600 } },
        },
      },
      plugins: {
        tooltip: {
          ...tooltip(theme),
          callbacks: {
            label: ({ dataset, parsed }: { dataset: { label?: string }; parsed: { x: number } }) =>
              `${dataset.label}: ${formatNumber(parsed.x)}`,
          },
        },
      },
    },
    plugins: [totals(theme, sums), keys.plugin],
  };
}

function timeline(view: ViewOf<"timeline">, theme: Theme, width: number) {
  const { lines } = view;
  const most = longest(width);
  const series = lines.map((line) => line.series);
  const seconds = lines.flatMap(({ points }) => points.map(([x]) => x));
  const values = lines.flatMap(({ points }) => points.flatMap(([, y]) => y ?? []));
  const half = view.interval / 2;
  const log = view.log && values.some((value) => value > 0);
  return {
    type: "scatter",
    data: { datasets: lines.map((line) => curve(theme, line, line.points.length <= 40)) },
    options: {
      ...still,
      layout: {
        padding: {
          right: widthOf(
            theme,
            series.map(({ name }) => clipped(name, most)),
          ),
          top: 20,
        },
      },
      interaction: { mode: "nearest", axis: "x", intersect: false },
      scales: {
        x: {
          ...linear({
            theme,
            title: "seconds into the window",
            min: Math.min(...seconds) - half,
            max: Math.max(...seconds) + half,
            grid: false,
          }),
          beginAtZero: false,
        },
        y: log
          ? logarithmic({ theme, title: view.yTitle, ...roomRound(values, 1.6) })
          : linear({ theme, title: view.yTitle }),
      },
      plugins: {
        tooltip: {
          ...tooltip(theme),
          callbacks: {
            title: ([first]: { parsed: { x: number } }[]) =>
              first === undefined ? "" : `${first.parsed.x - half} to ${first.parsed.x + half} s`,
            label: ({ dataset, parsed }: { dataset: { label?: string }; parsed: { y: number } }) =>
              `${dataset.label}: ${formatNumber(parsed.y)}`,
          },
        },
      },
    },
    plugins: [outsideWindow(theme, view.window), endLabels(theme, series, most)],
  };
}
