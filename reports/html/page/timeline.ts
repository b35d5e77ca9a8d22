import { formatNumber } from "../../numbers.ts";
import { linear, logarithmic, roomRound } from "./axes.ts";
import { besideLabels, endLabels, outsideWindow } from "./labels.ts";
import { curve, longest, still, tooltip, type ViewOf } from "./options.ts";
import type { Theme } from "./theme.ts";

/** Lines over the seconds of a cell, with what lies outside the window shaded. */
export function timeline(view: ViewOf<"timeline">, theme: Theme, width: number) {
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
      layout: besideLabels(theme, series, most, 20),
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
