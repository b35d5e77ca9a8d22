import { html, type Markup } from "./markup.ts";

/** A coordinate: a tenth of a unit is less than anyone sees. */
export const at = (value: number): number => Math.round(value * 10) / 10;

/** A path through points; each may start a new stretch of line. */
export function path(points: readonly (readonly [x: number, y: number])[]): string {
  return points.map(([x, y], index) => `${index === 0 ? "M" : "L"}${at(x)} ${at(y)}`).join("");
}

/** Some words in a drawing. */
export function words(
  text: string,
  [x, y]: readonly [x: number, y: number],
  anchor: "start" | "middle" | "end" = "start",
  kind = "",
): Markup {
  return html`<text x="${at(x)}" y="${at(y)}" text-anchor="${anchor}"${kind === "" ? undefined : html` class="${kind}"`}>${text}</text>`;
}

/** Round values from `low` to `high`, at most about `most` of them. */
export function ticks(low: number, high: number, most: number): readonly number[] {
  const raw = (high - low) / most;
  if (!(raw > 0)) return [low];
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= raw * 0.999)!;
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}
