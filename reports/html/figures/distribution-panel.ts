import { formatNumber, formatPercent } from "../../numbers.ts";
import { type Content, html, type Markup } from "../markup.ts";
import { at, path, ticks, words } from "../svg.ts";
import type { Series } from "../view.ts";
import { type Curve, shareWithin } from "./predicted.ts";

interface PanelData {
  readonly name: Content;
  readonly series: Series;
  readonly shares: readonly number[];
  readonly from: number;
  readonly to: number;
  readonly theory: Curve | undefined;
}

const [WIDTH, HEIGHT] = [300, 172];
const [LEFT, RIGHT, TOP, BOTTOM] = [6, 294, 18, 136];

/** One transport's bars and what theory says of them. */
export function panel({ name, series, shares, from, to, theory }: PanelData): Markup {
  const edge = (bin: number): number => from + ((to - from) * bin) / shares.length;
  const predicted = shares.map((_, bin) =>
    theory === undefined ? 0 : shareWithin(theory, edge(bin + 1)) - shareWithin(theory, edge(bin)),
  );
  const most = Math.max(...shares, ...predicted);
  const x = (ms: number): number => LEFT + ((ms - from) / (to - from)) * (RIGHT - LEFT);
  const y = (share: number): number => BOTTOM - (most > 0 ? share / most : 0) * (BOTTOM - TOP);
  const steps = predicted.flatMap((share, bin) => [
    [x(edge(bin)), y(share)] as const,
    [x(edge(bin + 1)), y(share)] as const,
  ]);
  const bars = shares.map((share, bin) => {
    const left = x(edge(bin));
    const width = x(edge(bin + 1)) - left - 0.8;
    return share === 0
      ? undefined
      : html`<rect x="${at(left)}" y="${at(y(share))}" width="${at(width)}" height="${at(BOTTOM - y(share))}"/>`;
  });
  const beyond = 1 - shares.reduce((sum, share) => sum + share, 0);
  return html`<div class="panel"><p class="panel-name">${name}</p>
<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" aria-hidden="true" class="tone-${series.tone}${series.faint ? " faint" : ""}">
<g class="bars">${bars}</g>
<path class="axis" d="M${LEFT} ${BOTTOM}H${RIGHT}"/>
${ticks(from, to, 5).map((ms) => html`<path class="axis" d="M${at(x(ms))} ${BOTTOM}v4"/>${words(tick(ms), [x(ms), BOTTOM + 16], edgeAnchor(x(ms)), "muted")}`)}
${words("latency, ms", [RIGHT, HEIGHT - 3], "end", "muted")}
${beyond > 0.0005 ? words(`${formatPercent(beyond)} % took longer`, [LEFT, HEIGHT - 3], "start", "muted") : undefined}
${words(`tallest bar ${formatPercent(Math.max(...shares))} %`, [RIGHT, 10], "end", "muted")}
${theory === undefined ? undefined : html`<path class="theory" d="${path(steps)}"/><path class="theory" d="M${LEFT} 7h16"/>${words("theory", [LEFT + 20, 10], "start", "muted")}`}
</svg></div>`;
}

const tick = (ms: number): string => (Number.isInteger(ms) ? ms.toLocaleString("en") : formatNumber(ms));

const edgeAnchor = (x: number): "start" | "middle" | "end" =>
  x < LEFT + 8 ? "start" : x > RIGHT - 12 ? "end" : "middle";
