import { LANES, type Lane } from "../protocol.ts";
import { currentTheme } from "./canvas/theme.ts";
import { element, setText } from "./dom.ts";
import type { Figures } from "./figures.ts";
import { commonScale, LaneView } from "./lane-view.ts";
import type { Session } from "./session.ts";
import { ms } from "./text.ts";

/** How often figures change: often enough to be live, seldom enough to be read. */
const TELL_EVERY_MS = 250;

/** All lanes, drawn at the screen's own pace. */
export class Stage {
  readonly #session: Session;
  readonly #views: readonly (readonly [Lane, LaneView])[];
  readonly #scale: HTMLElement;
  #figures: Readonly<Record<Lane, Figures>>;
  #theme = currentTheme();
  #told = Number.NEGATIVE_INFINITY;
  #covered = false;
  readonly #lessMotion = matchMedia("(prefers-reduced-motion: reduce)");

  constructor(root: HTMLElement, session: Session) {
    this.#session = session;
    this.#views = LANES.map((lane) => [lane, new LaneView(lane, session)]);
    this.#scale = element("p", { class: "scale" });
    this.#figures = this.#measure();
    root.append(
      element(
        "div",
        { class: "legend", "aria-hidden": "true" },
        element("span", {}, "source"),
        element("span", {}, "server"),
        element("span", { class: "middle" }, "link"),
        element("span", { class: "right" }, "client"),
        this.#scale,
      ),
      ...this.#views.map(([, view]) => view.root),
    );
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
      this.#theme = currentTheme();
    });
    const frame = (): void => {
      requestAnimationFrame(frame);
      this.draw(performance.now());
    };
    requestAnimationFrame(frame);
  }

  /** The figures as last told. */
  get figures(): Readonly<Record<Lane, Figures>> {
    return this.#figures;
  }

  get covered(): boolean {
    return this.#covered;
  }

  /** Covers the figures while a guess is asked for, and lets lanes step back that a chapter is not about. */
  present(covered: boolean, lanes: readonly Lane[]): void {
    this.#covered = covered;
    this.#told = Number.NEGATIVE_INFINITY;
    for (const [lane, { root }] of this.#views) root.classList.toggle("aside", !lanes.includes(lane));
  }

  /** Draws one frame. */
  draw(now: number): void {
    if (now - this.#told >= TELL_EVERY_MS) {
      this.#told = now;
      this.#figures = this.#measure();
      for (const [lane, view] of this.#views) view.tell(this.#figures[lane], this.#covered);
    }
    const scaleMs = commonScale(this.#session, this.#views[0]![1].stripWidth);
    setText(this.#scale, this.#covered ? "last delays" : `last delays, 0 to ${ms(scaleMs)}`);
    for (const [lane, view] of this.#views) {
      view.paint(now, this.#theme, {
        scaleMs,
        predictedMs: this.#figures[lane].predicted.meanMs,
        covered: this.#covered,
        still: this.#lessMotion.matches,
      });
    }
  }

  #measure(): Readonly<Record<Lane, Figures>> {
    const session = this.#session;
    return {
      polling: session.figures("polling"),
      "long-polling": session.figures("long-polling"),
      sse: session.figures("sse"),
      websocket: session.figures("websocket"),
    };
  }
}
