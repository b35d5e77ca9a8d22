import type { ChartView, Line, Series } from "../view.ts";
import { colourOf, type Theme } from "./theme.ts";

/** One kind of view. */
export type ViewOf<K extends ChartView["kind"]> = Extract<ChartView, { kind: K }>;

/** Below this width a chart is narrow. */
export const NARROW = 560;

/** Characters of a name that a chart has room for. */
export const longest = (width: number): number => (width < NARROW ? 14 : 26);

/** Nothing moves, and nothing keeps a shape of its own: the style sheet gives the size. */
export const still = { animation: false, responsive: true, maintainAspectRatio: false } as const;

/** What pops up beside a point. */
export const tooltip = (theme: Theme) =>
  ({
    backgroundColor: theme.ink,
    titleColor: theme.paper,
    bodyColor: theme.paper,
    displayColors: false,
    padding: 10,
    cornerRadius: 3,
  }) as const;

/** A series' mark. */
export function marker(theme: Theme, series: Series, radius: number) {
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

/** A line as a dataset; with `marks`, each of its points has its mark. */
export function curve(theme: Theme, { series, points }: Line, marks: boolean) {
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
