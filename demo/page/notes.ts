import { element, setText } from "./dom.ts";
import { ms } from "./text.ts";

/** What a browser adds to what is measured, with what this one adds where the page can tell. */
export class Notes {
  readonly #clock = element("p");

  constructor(root: HTMLElement) {
    root.append(
      element(
        "p",
        {},
        element("strong", {}, "A tab in the background is slowed down. "),
        "Browsers run its timers once a second or less and draw nothing. The page begins its figures anew when it is seen again.",
      ),
      element(
        "p",
        {},
        element("strong", {}, "Six connections to a host. "),
        "That is all a browser opens over HTTP/1.1, and a held question, an SSE stream and a poll need one each. Here every lane has a port, and so six, of its own; in an application on one host, the seventh tab with a stream waits for ever. HTTP/2 lifts this.",
      ),
      element(
        "p",
        {},
        element("strong", {}, "Coarse timers. "),
        "Timers run late by a millisecond or more, and clocks are made coarse on purpose, against attacks that need fine ones.",
      ),
      this.#clock,
      element(
        "p",
        {},
        element("strong", {}, "Dots are slower than events. "),
        "A crossing that takes less than a quarter of a second is drawn as one, so that eyes can follow. Figures are measured, never taken from the drawing.",
      ),
      element(
        "p",
        {},
        element("strong", {}, "What counts as delay. "),
        "From the moment at which an event was due, by the server’s clock, until all of it is in this page. Bytes are the server’s count of its sockets, with all headers and framing. Figures are since the last change of a setting.",
      ),
    );
  }

  tell(uncertainty: number, grain: number): void {
    const known = Number.isFinite(uncertainty) ? `±${ms(uncertainty)}` : "not known yet";
    setText(
      this.#clock,
      `This browser’s clock moves in steps of ${grain < 0.05 ? `${Math.round(grain * 1000)}\u00a0µs` : ms(grain)}; the server’s clock is known to ${known}. No difference smaller than that means anything.`,
    );
  }
}
