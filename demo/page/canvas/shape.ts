import type { Lane } from "../../protocol.ts";

/** Traces a lane's own shape around a point, so that lanes are told apart without colour: ● ■ ▲ ◆. */
export function trace(
  context: CanvasRenderingContext2D,
  lane: Lane,
  x: number,
  y: number,
  radius: number,
): void {
  context.beginPath();
  switch (lane) {
    case "polling":
      context.arc(x, y, radius, 0, 2 * Math.PI);
      return;
    case "long-polling":
      context.rect(x - radius * 0.9, y - radius * 0.9, radius * 1.8, radius * 1.8);
      return;
    case "sse":
      polygon(context, [
        [x, y - radius * 1.15],
        [x + radius * 1.1, y + radius * 0.8],
        [x - radius * 1.1, y + radius * 0.8],
      ]);
      return;
    case "websocket":
      polygon(context, [
        [x, y - radius * 1.25],
        [x + radius * 1.25, y],
        [x, y + radius * 1.25],
        [x - radius * 1.25, y],
      ]);
      return;
    default:
      lane satisfies never;
  }
}

function polygon(context: CanvasRenderingContext2D, corners: readonly (readonly [number, number])[]): void {
  for (const [i, [x, y]] of corners.entries()) {
    if (i === 0) context.moveTo(x, y);
    else context.lineTo(x, y);
  }
  context.closePath();
}
