import { LANES, type Lane } from "../protocol.ts";
import { drawStrip, longestShown, niceScale } from "./canvas/strip.ts";
import type { Theme } from "./canvas/theme.ts";
import { drawTrack } from "./canvas/track.ts";
import { element, setText } from "./dom.ts";
import type { Figures } from "./figures.ts";
import type { Session } from "./session.ts";
import { bytes, count, ms, share } from "./text.ts";

/** The lanes as they are called. */
export const TITLES: Readonly<Record<Lane, string>> = {
  polling: "Polling",
  "long-polling": "Long polling",
  sse: "SSE",
  websocket: "WebSocket",
};

/** The figures of a lane: what is measured, and beside it what theory says. */
const FIGURES: readonly {
  readonly name: string;
  readonly label: string;
  readonly measured: (figures: Figures) => string;
  readonly predicted?: (figures: Figures) => string | undefined;
  readonly beside?: (figures: Figures, page: { clients: number; uncertainMs: number }) => string;
}[] = [
  {
    name: "now",
    label: "delay now",
    measured: ({ nowMs }) => ms(nowMs),
    // Where the clocks' disagreement could be seen in the figure, it is said.
    beside: ({ nowMs = 0 }, { uncertainMs }) =>
      uncertainMs > nowMs * 0.1 && nowMs > 0 ? `±${ms(uncertainMs)}` : "",
  },
  {
    name: "median",
    label: "median",
    measured: ({ medianMs }) => ms(medianMs),
    predicted: ({ predicted }) => spanOr(predicted.medianMs),
  },
  {
    name: "mean",
    label: "mean",
    measured: ({ meanMs }) => ms(meanMs),
    predicted: ({ predicted }) => spanOr(predicted.meanMs),
  },
  {
    name: "requests",
    label: "requests",
    measured: ({ requests }) => count(requests),
    beside: ({ events, pushed, requestsOfAll, skipped }, { clients }) => {
      if (clients > 1 && !pushed) return `all ${clients}: ${count(requestsOfAll)}`;
      // Polls that found the last one unanswered are passed over, and that is said.
      return skipped > 0 ? `${count(skipped)} skipped` : `${count(events)} events`;
    },
  },
  {
    name: "bytes",
    label: "bytes",
    measured: (figures) => bytes(figures.bytes),
    beside: ({ bytesPerEvent, bytesOfAll }, { clients }) =>
      clients > 1 ? `all ${clients}: ${bytes(bytesOfAll)}` : `${bytes(bytesPerEvent)}/event`,
  },
  {
    name: "wasted",
    label: "wasted",
    measured: ({ wasted }) => share(wasted),
    predicted: ({ predicted }) => (predicted.wasted === undefined ? undefined : share(predicted.wasted)),
    beside: ({ pushed }) => (pushed ? "nobody asks" : ""),
  },
];

const spanOr = (span: number | undefined): string | undefined => (span === undefined ? undefined : ms(span));

const HEIGHT = 64;
const STRIP_SHARE = 0.2;
const STRIP_MOST = 190;
const GAP = 26;

/** A lane: its name and state, its figures, and its canvas. */
export class LaneView {
  readonly root: HTMLElement;
  readonly #lane: Lane;
  readonly #session: Session;
  readonly #state: HTMLElement;
  readonly #canvas: HTMLCanvasElement;
  readonly #context: CanvasRenderingContext2D;
  readonly #cells: ReadonlyMap<string, { value: HTMLElement; theory: HTMLElement }>;
  #width = 0;

  constructor(lane: Lane, session: Session) {
    this.#lane = lane;
    this.#session = session;
    this.#state = element("p", { class: "state" });
    this.#canvas = element("canvas", { role: "img" });
    const cells = FIGURES.map(({ name, label }) => {
      const value = element("span", { class: "value", "data-figure": name }, "–");
      const theory = element("span", { class: "theory" });
      const cell = element("div", {}, element("dt", {}, label), element("dd", {}, value, theory));
      return { name, value, theory, cell };
    });
    this.#cells = new Map(cells.map(({ name, value, theory }) => [name, { value, theory }]));
    this.root = element(
      "section",
      { class: `lane tone-${lane}`, "data-lane": lane, "aria-label": TITLES[lane] },
      element(
        "header",
        {},
        element(
          "h2",
          {},
          element("span", { class: `mark mark-${lane}`, "aria-hidden": "true" }),
          TITLES[lane],
        ),
        this.#state,
      ),
      element("dl", {}, ...cells.map(({ cell }) => cell)),
      this.#canvas,
    );
    const context = this.#canvas.getContext("2d");
    if (context === null) throw new Error("this browser gives no canvas to draw on");
    this.#context = context;
    new ResizeObserver(() => this.#fit()).observe(this.#canvas);
  }

  /** How wide the strip of delays is. */
  get stripWidth(): number {
    return Math.round(Math.min(STRIP_MOST, this.#width * STRIP_SHARE));
  }

  /** Brings the figures up to date; while a guess is asked for they are covered. */
  tell(figures: Figures, covered: boolean): void {
    this.root.classList.toggle("covered", covered);
    const page = {
      clients: this.#session.settings.clients,
      uncertainMs: this.#session.clock.uncertainty(performance.now()),
    };
    for (const { name, measured, predicted, beside } of FIGURES) {
      const { value, theory } = this.#cells.get(name)!;
      setText(value, covered ? "?" : measured(figures));
      const said = predicted?.(figures);
      const text = said === undefined ? (beside?.(figures, page) ?? "") : `theory ${said}`;
      setText(theory, covered ? "" : text);
    }
    setText(this.#state, this.#says());
    const label = covered
      ? `${TITLES[this.#lane]}: events on their way. ${this.#says()}.`
      : `${TITLES[this.#lane]}: ${this.#says()}; the last event took ${ms(figures.nowMs)}, half of all less than ${ms(figures.medianMs)}.`;
    if (this.#canvas.ariaLabel !== label) this.#canvas.ariaLabel = label;
  }

  paint(
    now: number,
    theme: Theme,
    view: { scaleMs: number; predictedMs: number | undefined; covered: boolean; still: boolean },
  ): void {
    const { scene, manner, connected, record } = this.#session.lanes[this.#lane];
    const context = this.#context;
    const sprites = scene.at(now);
    context.clearRect(0, 0, this.#width, HEIGHT);
    drawTrack(
      context,
      {
        lane: this.#lane,
        manner,
        sprites,
        waiting: scene.waiting,
        held: scene.held,
        open: connected,
        link: this.#session.linkDown ? "down" : "up",
        server: this.#session.stalled ? "stalled" : "running",
        sinceArrival: now - scene.flash,
        sinceEmission: now - this.#session.emittedAt,
        still: view.still,
      },
      theme,
      this.#width - this.stripWidth - GAP,
      HEIGHT,
    );
    drawStrip(
      context,
      {
        delays: record.delays,
        predictedMs: view.predictedMs,
        scaleMs: view.scaleMs,
        colour: theme.tone[this.#lane],
        muted: theme.ink,
        rule: theme.rule,
        covered: view.covered,
      },
      this.#width - this.stripWidth,
      this.stripWidth,
      HEIGHT,
    );
  }

  #says(): string {
    const { connected } = this.#session.lanes[this.#lane];
    if (this.#session.linkDown) return "the link is down";
    if (!connected) return "connecting";
    switch (this.#lane) {
      case "polling":
        return `asks every ${seconds(this.#session.settings.pollIntervalMs)}`;
      case "long-polling":
        return "asks, and is held";
      case "sse":
        return "an open answer";
      case "websocket":
        return "one open channel";
      default:
        return this.#lane satisfies never;
    }
  }

  /** Gives the canvas a pixel of the screen for each of its own. */
  #fit(): void {
    this.#width = this.#canvas.clientWidth;
    const scale = window.devicePixelRatio;
    this.#canvas.width = Math.round(this.#width * scale);
    this.#canvas.height = Math.round(HEIGHT * scale);
    this.#context.setTransform(scale, 0, 0, scale, 0, 0);
  }
}

const seconds = (span: number): string => (span >= 1000 ? `${span / 1000} s` : `${span} ms`);

/** What the strips of all lanes stand for at full height. */
export function commonScale(session: Session, width: number): number {
  let most = 0;
  for (const lane of LANES) most = Math.max(most, longestShown(session.lanes[lane].record.delays, width));
  return niceScale(most);
}
