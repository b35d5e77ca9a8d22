import type { LinePoint } from "./view.ts";

/** Points of a line before it is thinned: more than a wide screen can show apart. */
const MOST = 400;

/**
 * Thins a long line to about `most` points. Of every stretch it keeps the lowest and the highest point, so
 * that no peak and no trough is lost; a stretch without values keeps its gap.
 */
export function thinned(points: readonly LinePoint[], most = MOST): readonly LinePoint[] {
  if (points.length <= most) return points;
  const stretch = Math.ceil((2 * points.length) / most);
  const kept: LinePoint[] = [];
  for (let start = 0; start < points.length; start += stretch) {
    const part = points.slice(start, start + stretch);
    const values = part.filter((point): point is readonly [number, number] => point[1] !== null);
    const lowest = values.reduce<LinePoint | undefined>(lower, undefined);
    const highest = values.reduce<LinePoint | undefined>(higher, undefined);
    const ends = [lowest ?? part[0]!, ...(highest === undefined || highest === lowest ? [] : [highest])];
    kept.push(...ends.sort(([a], [b]) => a - b));
  }
  return kept;
}

const lower = (best: LinePoint | undefined, point: readonly [number, number]): LinePoint =>
  best === undefined || point[1] < best[1]! ? point : best;

const higher = (best: LinePoint | undefined, point: readonly [number, number]): LinePoint =>
  best === undefined || point[1] > best[1]! ? point : best;
