import { logarithmic, roomRound, said } from "./axes.ts";
import { pointLabels, whiskers } from "./labels.ts";
import { longest, marker, still, tooltip, type ViewOf } from "./options.ts";
import { colourOf, type Theme } from "./theme.ts";

/** Marks in a plane of two logarithmic axes. */
export function scatter(view: ViewOf<"scatter">, theme: Theme, width: number) {
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
        ...view.curves.map(({ series, points }) => ({
          label: series.name,
          data: points.map(([x, y]) => ({ x, y })),
          showLine: true,
          borderColor: colourOf(theme, series),
          borderWidth: 1.5,
          pointRadius: 0,
          pointHitRadius: 0,
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
        {
          // A ring round each of them, so that the frontier shows where it is a single mark, too.
          label: "not beaten",
          data: frontier.map(([x, y]) => ({ x, y })),
          pointStyle: "circle",
          pointRadius: 12,
          pointHitRadius: 0,
          pointBackgroundColor: "transparent",
          pointBorderColor: theme.muted,
          pointBorderWidth: 1,
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
