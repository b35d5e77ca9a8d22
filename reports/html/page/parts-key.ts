import type { Chart, Plugin } from "chart.js";
import { fillsOf, type Theme } from "./theme.ts";

const SIZE = 12;
const BELOW = 8;
const SWATCH = 20;
const KEY_LINE = 18;

/** Names the textures of the bars above them, on as many lines as `width` needs; `height` is the room they take. */
export function partsKey(
  theme: Theme,
  parts: readonly string[],
  width: number,
): { readonly height: number; readonly plugin: Plugin<"bar"> } {
  const fills = fillsOf(theme, theme.muted);
  const font = `${SIZE}px ${theme.font}`;
  const places = placesOf(parts, font, width);
  const height = ((places.at(-1)?.line ?? 0) + 1) * KEY_LINE + BELOW;
  const plugin: Plugin<"bar"> = {
    id: "partsKey",
    afterDraw(chart: Chart) {
      const { ctx } = chart;
      ctx.save();
      ctx.font = font;
      ctx.textBaseline = "middle";
      ctx.strokeStyle = theme.muted;
      for (const [index, { x, line }] of places.entries()) {
        const y = chart.chartArea.top - height + 6.5 + line * KEY_LINE;
        ctx.fillStyle = fills[index]!;
        ctx.fillRect(x, y, SWATCH, 11);
        ctx.strokeRect(x, y, SWATCH, 11);
        ctx.fillStyle = theme.ink;
        ctx.fillText(parts[index]!, x + SWATCH + 6, y + 6);
      }
      ctx.restore();
    },
  };
  return { height, plugin };
}

function placesOf(
  parts: readonly string[],
  font: string,
  width: number,
): readonly { readonly x: number; readonly line: number }[] {
  const context = document.createElement("canvas").getContext("2d");
  if (context !== null) context.font = font;
  let x = 0.5;
  let line = 0;
  return parts.map((part) => {
    const needed = SWATCH + 6 + (context?.measureText(part).width ?? 0);
    if (x > 1 && x + needed > width) {
      x = 0.5;
      line += 1;
    }
    const place = { x, line };
    x += needed + 18;
    return place;
  });
}
