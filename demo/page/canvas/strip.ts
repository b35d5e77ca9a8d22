import type { Milliseconds } from "../../../core/units.ts";
import type { Ring } from "../ring.ts";

/** What is drawn of a lane's last delays. */
export interface StripView {
  readonly delays: Ring;
  readonly predictedMs: Milliseconds | undefined;
  /** What the full height stands for: the same in every lane, so that they compare. */
  readonly scaleMs: Milliseconds;
  readonly colour: string;
  readonly muted: string;
  readonly rule: string;
  /** Whether figures are still covered, because a guess is asked for. */
  readonly covered: boolean;
}

const BAR = 3;
const STEP = 5;
const NICE = [20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000];

/** The smallest round span that holds every delay that is shown. */
export function niceScale(most: Milliseconds): Milliseconds {
  return NICE.find((span) => span >= most) ?? most;
}

/** The longest delay among the bars that fit a width. */
export function longestShown(delays: Ring, width: number): Milliseconds {
  let most = 0;
  for (let back = 0; back < barsIn(delays, width); back++) most = Math.max(most, delays.at(back));
  return most;
}

const barsIn = (delays: Ring, width: number): number => Math.min(delays.size, Math.floor(width / STEP));

/** A bar for each of the last delays, the newest at the right, and what theory says their mean is as a dashed line. */
export function drawStrip(
  context: CanvasRenderingContext2D,
  view: StripView,
  left: number,
  width: number,
  height: number,
): void {
  const { delays, scaleMs, predictedMs } = view;
  const bottom = height - 8;
  const tall = bottom - 8;
  context.strokeStyle = view.rule;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(left, bottom + 0.5);
  context.lineTo(left + width, bottom + 0.5);
  context.stroke();
  if (view.covered) return;
  context.fillStyle = view.colour;
  for (let back = 0; back < barsIn(delays, width); back++) {
    const bar = Math.max(1.5, (Math.min(delays.at(back), scaleMs) / scaleMs) * tall);
    context.fillRect(left + width - (back + 1) * STEP + 1, bottom - bar, BAR, bar);
  }
  if (predictedMs === undefined || predictedMs > scaleMs) return;
  const y = bottom - (predictedMs / scaleMs) * tall;
  context.strokeStyle = view.muted;
  context.setLineDash([4, 3]);
  context.beginPath();
  context.moveTo(left, y);
  context.lineTo(left + width, y);
  context.stroke();
  context.setLineDash([]);
}
