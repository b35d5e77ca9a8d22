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
import type { ChartView } from "../view.ts";
import { bars, barsHeight } from "./bars.ts";
import { NARROW } from "./options.ts";
import { percentiles } from "./percentiles.ts";
import { scatter } from "./scatter.ts";
import { sweep } from "./sweep.ts";
import type { Theme } from "./theme.ts";
import { timeline } from "./timeline.ts";

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

/** Draws one view into its canvas. */
export function draw(canvas: HTMLCanvasElement, view: ChartView, theme: Theme): Chart {
  const width = canvas.parentElement?.clientWidth ?? NARROW;
  Chart.defaults.font.family = theme.font;
  Chart.defaults.color = theme.muted;
  if (view.kind === "bars" && canvas.parentElement !== null) {
    canvas.parentElement.style.height = `${barsHeight(view, theme, width)}px`;
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
    case "sweep":
      return sweep(view, theme, width);
    case "timeline":
      return timeline(view, theme, width);
    default:
      return view satisfies never;
  }
}
