import { formatNumber } from "../../numbers.ts";
import { exactly, logarithmic, roomRound } from "./axes.ts";
import { besideLabels, crossings, endLabels, whiskers } from "./labels.ts";
import { curve, longest, still, tooltip, type ViewOf } from "./options.ts";
import type { Theme } from "./theme.ts";

/** One metric over a swept parameter: a line per transport, and bands where two of them change places. */
export function sweep(view: ViewOf<"sweep">, theme: Theme, width: number) {
  const { lines, bands } = view;
  const most = longest(width);
  const series = lines.map((line) => line.series);
  const xs = lines.flatMap(({ points }) => points.map(([x]) => x));
  const ys = lines.flatMap(({ points, bounds }) => [
    ...points.flatMap(([, y]) => y ?? []),
    ...bounds.flatMap((bound) => bound ?? []),
  ]);
  const spans = lines.flatMap(({ series: own, points, bounds }) =>
    points.flatMap(([x, y], index) => {
      const bound = bounds[index] ?? undefined;
      return y === null || bound === undefined ? [] : [{ series: own, x, y, yBounds: bound }];
    }),
  );
  return {
    type: "scatter",
    data: { datasets: lines.map((line) => curve(theme, line, true)) },
    options: {
      ...still,
      layout: besideLabels(theme, series, most, 20),
      interaction: { mode: "nearest", axis: "x", intersect: false },
      scales: {
        x: exactly([...new Set(xs)], { theme, title: view.xTitle, ...roomRound(xs, 1.12) }),
        y: logarithmic({ theme, title: view.yTitle, ...roomRound(ys, 1.6) }),
      },
      plugins: {
        tooltip: {
          ...tooltip(theme),
          callbacks: {
            title: ([first]: { parsed: { x: number } }[]) =>
              first === undefined ? "" : `${view.xTitle}: ${formatNumber(first.parsed.x)}`,
            label: ({ dataset, parsed }: { dataset: { label?: string }; parsed: { y: number } }) =>
              `${dataset.label}: ${formatNumber(parsed.y)}`,
          },
        },
      },
    },
    plugins: [crossings(theme, bands), whiskers(theme, spans), endLabels(theme, series, most)],
  };
}
