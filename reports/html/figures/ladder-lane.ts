import { formatNumber } from "../../numbers.ts";
import { key } from "../identity.ts";
import { html, type Markup } from "../markup.ts";
import { at, path, ticks, words } from "../svg.ts";
import type { Exchange } from "./exchanges.ts";
import type { Recorded } from "./ladder.ts";

const [WIDTH, HEIGHT] = [264, 480];
const [SERVER, CLIENT, TOP, BOTTOM] = [52, 170, 28, 468];
/** How much a line slopes at least, so that there and back differ. */
const SLOPE = 5;
/** A label needs this much room below the one before. */
const LABEL = 11;

interface Delays {
  readonly upMs: number;
  readonly downMs: number;
}

/** One transport's lane: server on the left, client on the right, time downwards. */
export function lane({ series, exchanges, recording }: Recorded, span: number, delays: Delays): Markup {
  const y = (ms: number): number => TOP + (Math.min(Math.max(ms, 0), span) / span) * (BOTTOM - TOP);
  const slope = (ms: number): number => Math.max(SLOPE, (ms / span) * (BOTTOM - TOP));
  const scale = { y, span, up: slope(delays.upMs), down: slope(delays.downMs) };
  let below = TOP;
  const steps = exchanges
    .filter(({ fromMs, toMs }) => (fromMs ?? toMs) < span && toMs >= 0)
    .map((exchange) => {
      const step = stepOf(exchange, scale, below);
      below = step.arrives;
      return step;
    });
  const lost = recording.moments.filter(({ kind, atMs }) => kind === "lost" && atMs >= 0 && atMs < span);
  return html`<div class="lane"><p class="panel-name">${key(series)}${series.name}</p>
<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" aria-hidden="true" class="tone-${series.tone}${series.faint ? " faint" : ""}">
${ticks(0, span, 6).map(
  (ms) =>
    html`<path class="rule" d="M${SERVER - 8} ${at(y(ms))}H${CLIENT}"/>${words(clock(ms, span), [SERVER - 14, y(ms) + 4], "end", "muted")}`,
)}
${words("server", [SERVER, 14], "middle", "muted")}${words("client", [CLIENT, 14], "middle", "muted")}
<path class="axis" d="M${SERVER} ${TOP - 6}V${BOTTOM}M${CLIENT} ${TOP - 6}V${BOTTOM}"/>
${steps.map((step) => drawn(step, scale))}
${lost.map(({ atMs }) => html`<path class="lost" d="M${CLIENT - 5} ${at(y(atMs) - 5)}l10 10m0 -10l-10 10"/>`)}
${labels(steps, span)}
</svg></div>`;
}

interface Scale {
  readonly y: (ms: number) => number;
  readonly up: number;
  readonly down: number;
  readonly span: number;
}

/** Where an exchange is drawn: heights on the client's and the server's line. */
interface Step {
  readonly exchange: Exchange;
  /** Absent where nothing was asked for inside the picture. */
  readonly asks: number | undefined;
  readonly reaches: number | undefined;
  readonly leaves: number;
  readonly arrives: number;
}

/**
 * Nothing goes back in time for the sake of its slope: an answer leaves when its newest event was due at the
 * earliest, and a request after the answer before it was there.
 */
function stepOf(exchange: Exchange, { y, up, down }: Scale, below: number): Step {
  const { fromMs, toMs, events } = exchange;
  const due = Math.max(TOP, ...events.map(({ dueMs }) => y(dueMs)));
  if (fromMs === undefined) {
    const leaves = Math.max(due, y(toMs) - down);
    return {
      exchange,
      asks: undefined,
      reaches: undefined,
      leaves,
      arrives: Math.max(y(toMs), leaves + SLOPE),
    };
  }
  const asks = Math.max(y(fromMs), below);
  const reaches = asks + up;
  const leaves = Math.max(reaches, due, y(toMs) - down);
  return {
    exchange,
    asks: fromMs < 0 ? undefined : asks,
    reaches: fromMs < 0 ? TOP : reaches,
    leaves,
    arrives: Math.max(y(toMs), leaves + SLOPE),
  };
}

function drawn({ exchange, asks, reaches, leaves, arrives }: Step, { y, span }: Scale): Markup {
  const { toMs, events } = exchange;
  const there = toMs < span;
  const held = reaches !== undefined && leaves - reaches > 1.5;
  const waiting = events.filter(({ dueMs }) => dueMs < span);
  return html`${
    asks === undefined
      ? undefined
      : html`<path class="asks" d="${path([
          [CLIENT, asks],
          [SERVER, Math.min(reaches!, BOTTOM)],
        ])}"/>`
  }${held ? html`<rect class="held" x="${SERVER - 3.5}" y="${at(reaches)}" width="7" height="${at(Math.max(0, Math.min(leaves, BOTTOM) - reaches))}"/>` : undefined}${waiting.map(
    ({ dueMs }) => {
      const due = y(dueMs);
      const end = Math.min(leaves, BOTTOM);
      return html`${end - due > 1 ? html`<path class="waits" d="M${SERVER} ${at(due)}V${at(end)}"/>` : undefined}${dueMs < 0 ? undefined : html`<circle class="due" cx="${SERVER}" cy="${at(due)}" r="3"/>`}`;
    },
  )}${
    there
      ? html`<path class="${events.length === 0 ? "empty" : "brings"}" d="${path([
          [SERVER, leaves],
          [CLIENT, arrives],
        ])}"/>${events.length === 0 ? undefined : html`<circle class="there" cx="${CLIENT}" cy="${at(arrives)}" r="3.2"/>`}`
      : undefined
  }`;
}

/** How late events came, beside where they did, as far as there is room. */
function labels(steps: readonly Step[], span: number): readonly Markup[] {
  let above = Number.NEGATIVE_INFINITY;
  return steps.flatMap(({ exchange: { toMs, events }, arrives }) => {
    if (events.length === 0 || toMs >= span || arrives - above < LABEL) return [];
    above = arrives;
    const late = formatNumber(Math.max(...events.map(({ atMs, dueMs }) => atMs - dueMs)));
    const text = events.length === 1 ? `${late} ms` : `${events.length}, up to ${late} ms`;
    return [words(text, [CLIENT + 8, arrives + 4])];
  });
}

const clock = (ms: number, span: number): string =>
  span >= 1000 ? `${Number((ms / 1000).toPrecision(4))} s` : `${Number(ms.toPrecision(4))} ms`;
