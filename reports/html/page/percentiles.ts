import { logarithmic, percentileAxis, roomRound, said } from "./axes.ts";
import { besideLabels, endLabels } from "./labels.ts";
import { curve, longest, still, tooltip, type ViewOf } from "./options.ts";
import type { Theme } from "./theme.ts";

/** Curves over an axis that stretches the tail. */
export function percentiles(view: ViewOf<"percentiles">, theme: Theme, width: number) {
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
      layout: besideLabels(theme, series, most, 6),
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
