import { formatNumber } from "../../numbers.ts";
import { linear } from "./axes.ts";
import { clipped, totals, widthOf } from "./labels.ts";
import { longest, still, tooltip, type ViewOf } from "./options.ts";
import { partsKey } from "./parts-key.ts";
import { colourOf, fillsOf, type Theme } from "./theme.ts";

/** How tall a chart of bars has to be. */
export function barsHeight(view: ViewOf<"bars">, theme: Theme, width: number): number {
  return view.bars.length * 46 + 64 + partsKey(theme, view.parts, width).height;
}

/** Bars of parts that are told apart by texture. */
export function bars(view: ViewOf<"bars">, theme: Theme, width: number) {
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
