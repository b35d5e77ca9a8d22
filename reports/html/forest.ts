import { type Content, html, type Markup } from "./markup.ts";
import { at, words } from "./svg.ts";

/** One line of a forest plot. Values are on the plot's own scale. */
export interface ForestLine {
  readonly name: Content;
  readonly estimate: number;
  readonly low?: number | undefined;
  readonly high?: number | undefined;
  /** What a change may be without mattering. */
  readonly band?: readonly [low: number, high: number] | undefined;
  /** What is said at the end of the line. */
  readonly text: Content;
  /** `hint`: shown, and never judged. */
  readonly mood: "good" | "bad" | "warn" | "plain" | "hint";
}

export interface ForestData {
  readonly lines: readonly ForestLine[];
  /** Where nothing has changed. */
  readonly centre: number;
  readonly ticks: readonly { readonly at: number; readonly text: string }[];
  readonly axis: string;
  /** The plot reaches at least this far from its centre, so that next to nothing does not look like much. */
  readonly least?: number;
}

const [WIDTH, HEIGHT, EDGE] = [400, 20, 12];

/**
 * Estimates with their intervals under one another, each beside the band in which a change does not matter. Its
 * words are text of the page and not of a picture, so that they keep their size on a narrow screen.
 */
export function forest({ lines, centre, ticks, axis, least = 0 }: ForestData): Markup {
  const [from, to] = extent(lines, centre, least);
  const x = (value: number): number => EDGE + ((value - from) / (to - from)) * (WIDTH - 2 * EDGE);
  const inside = (value: number): number => Math.min(WIDTH, Math.max(0, x(value)));
  const shown = ticks.filter((tick) => tick.at >= from && tick.at <= to);
  return html`<div class="forest">${lines.map(
    ({ name, estimate, low, high, band, text, mood }) => html`<div class="forest-line">
<span class="forest-name">${name}</span>
<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" aria-hidden="true">${
      band === undefined
        ? undefined
        : html`<rect class="band" x="${at(inside(band[0]))}" y="0" width="${at(inside(band[1]) - inside(band[0]))}" height="${HEIGHT}"/>`
    }<path class="axis" d="M${at(x(centre))} 0V${HEIGHT}"/>${
      low === undefined || high === undefined
        ? undefined
        : html`<path class="interval ${mood}" d="M${at(inside(low))} 10H${at(inside(high))}M${at(inside(low))} 6v8M${at(inside(high))} 6v8"/>`
    }${mark(inside(estimate), mood)}</svg>
<span class="forest-text">${text}</span></div>\n`,
  )}<div class="forest-line forest-axis"><span></span><svg viewBox="0 0 ${WIDTH} 34" aria-hidden="true"><path class="axis" d="M0 0.5H${WIDTH}"/>${shown.map(
    (tick) =>
      html`<path class="axis" d="M${at(x(tick.at))} 0v5"/>${words(tick.text, [x(tick.at), 17], "middle", "muted")}`,
  )}${words(axis, [WIDTH / 2, 32], "middle", "muted")}</svg><span></span></div></div>`;
}

/** Told apart by shape as well: a square for what got worse, a ring for what cannot be told, else a dot. */
function mark(x: number, mood: ForestLine["mood"]): Markup {
  if (mood === "bad") return html`<rect class="mark bad" x="${at(x - 4.5)}" y="5.5" width="9" height="9"/>`;
  if (mood === "hint") return html`<circle class="mark open" cx="${at(x)}" cy="10" r="3.5"/>`;
  if (mood === "warn") return html`<circle class="mark open warn" cx="${at(x)}" cy="10" r="4.5"/>`;
  return html`<circle class="mark ${mood}" cx="${at(x)}" cy="10" r="4.5"/>`;
}

/** All that is drawn, with room round it, the centre within. Intervals that run far out are cut at the edge. */
function extent(lines: readonly ForestLine[], centre: number, least: number): readonly [number, number] {
  const values = lines.flatMap(({ estimate, low, high, band = [] }) => [
    estimate,
    ...[low, high].flatMap((bound) => bound ?? []),
    ...band,
  ]);
  const [low, high] = [Math.min(centre, ...values), Math.max(centre, ...values)];
  const room = (high - low || 1) * 0.06;
  return [Math.min(low - room, centre - least), Math.max(high + room, centre + least)];
}
