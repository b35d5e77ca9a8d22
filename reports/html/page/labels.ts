import type { Chart, Plugin } from "chart.js";
import type { Series } from "../view.ts";
import { colourOf, type Theme } from "./theme.ts";

const SIZE = 12;
const LINE = 15;
const GAP = 8;
/** From the middle of a mark to its name. */
const MARK = 16;

const fontOf = (theme: Theme): string => `600 ${SIZE}px ${theme.font}`;

/** Shortens a name until it fits. */
export function clipped(name: string, most: number): string {
  return name.length <= most ? name : `${name.slice(0, most - 1)}…`;
}

/** The room that the longest name takes, for the chart's padding. */
export function widthOf(theme: Theme, names: readonly string[]): number {
  const context = document.createElement("canvas").getContext("2d");
  if (context === null) return 0;
  context.font = fontOf(theme);
  return Math.ceil(Math.max(0, ...names.map((name) => context.measureText(name).width))) + GAP;
}

/** A chart's padding: room for its lines' names at their right ends, and so much above. */
export function besideLabels(theme: Theme, series: readonly Series[], most: number, top: number) {
  const names = series.map(({ name }) => clipped(name, most));
  return { padding: { right: widthOf(theme, names), top } };
}

interface Placed {
  readonly text: string;
  readonly colour: string;
  readonly x: number;
  y: number;
}

/** Moves labels apart so that none covers another, and keeps them between `top` and `bottom`. */
function spread(labels: Placed[], top: number, bottom: number): void {
  labels.sort((a, b) => a.y - b.y);
  let above = top - LINE;
  for (const label of labels) {
    label.y = Math.max(label.y, above + LINE);
    above = label.y;
  }
  let below = bottom + LINE;
  for (const label of labels.toReversed()) {
    label.y = Math.min(label.y, below - LINE);
    below = label.y;
  }
}

function write(context: CanvasRenderingContext2D, theme: Theme, labels: readonly Placed[]): void {
  context.save();
  context.font = fontOf(theme);
  context.textBaseline = "middle";
  context.lineWidth = 3;
  context.lineJoin = "round";
  for (const { text, colour, x, y } of labels) {
    context.strokeStyle = theme.paper;
    context.strokeText(text, x, y);
    context.fillStyle = colour;
    context.fillText(text, x, y);
  }
  context.restore();
}

/** Writes every line's name at its end. */
export function endLabels(theme: Theme, series: readonly Series[], most: number): Plugin<"line" | "scatter"> {
  return {
    id: "endLabels",
    afterDatasetsDraw(chart: Chart) {
      const labels = series.flatMap((each, index): Placed[] => {
        const last = chart.getDatasetMeta(index).data.findLast(({ y }) => !Number.isNaN(y));
        if (last === undefined) return [];
        return [
          { text: clipped(each.name, most), colour: theme.ink, x: chart.chartArea.right + GAP, y: last.y },
        ];
      });
      spread(labels, chart.chartArea.top + LINE / 2, chart.chartArea.bottom - LINE / 2);
      write(chart.ctx, theme, labels);
    },
  };
}

/** Writes every point's name beside it, on the side where there is room. */
export function pointLabels(theme: Theme, series: readonly Series[], most: number): Plugin<"scatter"> {
  return {
    id: "pointLabels",
    afterDatasetsDraw(chart: Chart) {
      const { left, right } = chart.chartArea;
      const { ctx } = chart;
      ctx.save();
      ctx.font = fontOf(theme);
      const labels = series.flatMap((each, index): Placed[] => {
        const point = chart.getDatasetMeta(index).data[0];
        if (point === undefined) return [];
        const text = clipped(each.name, most);
        const width = ctx.measureText(text).width;
        const fits = point.x + MARK + width <= right;
        return [
          {
            text,
            colour: theme.ink,
            x: fits ? point.x + MARK : Math.max(left + 2, point.x - MARK - width),
            y: point.y,
          },
        ];
      });
      ctx.restore();
      const sides = [
        labels.filter(({ x }) => x > (left + right) / 2),
        labels.filter(({ x }) => x <= (left + right) / 2),
      ];
      for (const side of sides)
        spread(side, chart.chartArea.top + LINE / 2, chart.chartArea.bottom - LINE / 2);
      write(ctx, theme, labels);
    },
  };
}

/** Writes every stacked bar's total at its end. */
export function totals(theme: Theme, texts: readonly string[]): Plugin<"bar"> {
  return {
    id: "totals",
    afterDatasetsDraw(chart: Chart) {
      const labels = texts.flatMap((text, row): Placed[] => {
        const ends = chart.data.datasets.map((_, index) => chart.getDatasetMeta(index).data[row]);
        const y = ends[0]?.y;
        if (y === undefined) return [];
        const x = Math.max(chart.chartArea.left, ...ends.map((end) => end?.x ?? 0));
        return [{ text, colour: theme.ink, x: x + GAP, y }];
      });
      write(chart.ctx, theme, labels);
    },
  };
}

/** Draws the spans of intervals through the points of a scatter plot. */
export function whiskers(
  theme: Theme,
  points: readonly {
    readonly series: Series;
    readonly x: number;
    readonly y: number;
    readonly xBounds?: readonly [number, number];
    readonly yBounds?: readonly [number, number];
  }[],
): Plugin<"scatter"> {
  return {
    id: "whiskers",
    beforeDatasetsDraw(chart: Chart) {
      const { ctx } = chart;
      const x = chart.scales.x!;
      const y = chart.scales.y!;
      ctx.save();
      ctx.lineWidth = 1.5;
      for (const point of points) {
        ctx.strokeStyle = colourOf(theme, point.series);
        ctx.beginPath();
        if (point.xBounds !== undefined) {
          ctx.moveTo(x.getPixelForValue(point.xBounds[0]), y.getPixelForValue(point.y));
          ctx.lineTo(x.getPixelForValue(point.xBounds[1]), y.getPixelForValue(point.y));
        }
        if (point.yBounds !== undefined) {
          ctx.moveTo(x.getPixelForValue(point.x), y.getPixelForValue(point.yBounds[0]));
          ctx.lineTo(x.getPixelForValue(point.x), y.getPixelForValue(point.yBounds[1]));
        }
        ctx.stroke();
      }
      ctx.restore();
    },
  };
}

/** Shades the spans in which two lines change places, and says so above. */
export function crossings(
  theme: Theme,
  bands: readonly { readonly from: number; readonly to: number; readonly name: string }[],
): Plugin<"scatter"> {
  return {
    id: "crossings",
    beforeDraw(chart: Chart) {
      const { ctx, chartArea, scales } = chart;
      ctx.save();
      ctx.font = `${SIZE}px ${theme.font}`;
      ctx.textBaseline = "bottom";
      ctx.textAlign = "center";
      for (const { from, to, name } of bands) {
        const [left, right] = [from, to].map((value) => scales.x!.getPixelForValue(value));
        ctx.fillStyle = theme.shade;
        ctx.fillRect(left!, chartArea.top, right! - left!, chartArea.bottom - chartArea.top);
        ctx.fillStyle = theme.muted;
        const half = ctx.measureText(name).width / 2;
        const middle = Math.min(Math.max((left! + right!) / 2, half), chart.width - half);
        ctx.fillText(name, middle, chartArea.top - 4);
      }
      ctx.restore();
    },
  };
}

/** Shades what lies outside the window, which no other figure counts. */
export function outsideWindow(theme: Theme, window: number): Plugin<"scatter"> {
  return {
    id: "outsideWindow",
    beforeDraw(chart: Chart) {
      const { ctx, chartArea, scales } = chart;
      const { left, right, top, bottom } = chartArea;
      const inside = (value: number) => Math.min(right, Math.max(left, scales.x!.getPixelForValue(value)));
      ctx.save();
      ctx.font = `${SIZE}px ${theme.font}`;
      ctx.textBaseline = "bottom";
      for (const [from, to, name] of [
        [left, inside(0), "warm-up"],
        [inside(window), right, "drain"],
      ] as const) {
        if (to - from < 1) continue;
        ctx.fillStyle = theme.shade;
        ctx.fillRect(from, top, to - from, bottom - top);
        ctx.fillStyle = theme.muted;
        // Above the chart, where no line runs.
        if (ctx.measureText(name).width <= to - from) ctx.fillText(name, from, top - 4);
      }
      ctx.restore();
    },
  };
}
