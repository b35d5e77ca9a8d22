import type { DemoSettings, Lane } from "../protocol.ts";
import { LANES } from "../protocol.ts";
import type { Action, Chapter, Guess, Measured } from "./chapter.ts";
import { CHAPTERS, FREE, PLACES } from "./chapters.ts";
import { copyButton } from "./copy.ts";
import { element } from "./dom.ts";
import { questionForm, settleForm } from "./question-view.ts";
import { RevealView } from "./reveal-view.ts";
import { scenarioText } from "./scenario-text.ts";
import { PRESETS } from "./settings.ts";
import { tied } from "./text.ts";

/** What the guide asks of the page. */
export interface GuideActions {
  /** The reader is at another place; its settings are wanted, over the default ones. */
  readonly moved: (place: string, settings: Partial<DemoSettings>) => void;
  readonly set: (settings: Partial<DemoSettings>) => void;
  /** What everything is set to. */
  readonly settings: () => DemoSettings;
  readonly act: (action: Action) => void;
  /** Whether figures are covered, and which lanes are looked at. */
  readonly present: (covered: boolean, lanes: readonly Lane[]) => void;
}

/** The chapters, one at a time: a text, a question, and only then the answer. */
export class Guide {
  readonly #nav: HTMLElement;
  readonly #article: HTMLElement;
  readonly #actions: GuideActions;
  readonly #done = new Set<string>();
  #place = "";
  #reveal: RevealView | undefined;

  constructor(nav: HTMLElement, article: HTMLElement, actions: GuideActions) {
    this.#nav = nav;
    this.#article = article;
    this.#actions = actions;
  }

  get place(): string {
    return this.#place;
  }

  /** Goes to a place; the reader's focus goes along unless the page has only just opened. */
  go(place: string, takeFocus = true): void {
    this.#place = place;
    this.#reveal = undefined;
    const chapter = CHAPTERS.find(({ id }) => id === place);
    this.#actions.moved(place, chapter?.settings ?? {});
    const heading = element("h2", { tabindex: "-1" }, chapter?.title ?? "Free play");
    if (chapter === undefined) this.#article.replaceChildren(heading, ...freePlay(this.#actions));
    else this.#article.replaceChildren(...this.#chapter(chapter, heading));
    this.#actions.present(chapter !== undefined, chapter?.lanes ?? LANES);
    this.#drawNav();
    if (!takeFocus) return;
    scrollTo(0, 0);
    heading.focus();
  }

  /** Brings what is said of measurements up to date. */
  tell(now: Measured): void {
    this.#reveal?.tell(now);
  }

  #chapter(chapter: Chapter, heading: HTMLElement): readonly HTMLElement[] {
    const form = questionForm(chapter.question, (guess) => this.#answer(chapter, form, guess));
    const number = CHAPTERS.indexOf(chapter) + 1;
    return [
      element("p", { class: "overline" }, `Chapter ${number} of ${CHAPTERS.length}`),
      heading,
      ...chapter.text.map((text) => element("p", {}, tied(text))),
      form,
    ];
  }

  #answer(chapter: Chapter, form: HTMLFormElement, guess: Guess | undefined): void {
    const next = PLACES[PLACES.indexOf(chapter.id) + 1] ?? FREE;
    const reveal = new RevealView(chapter, guess, next === FREE, {
      act: this.#actions.act,
      try: this.#actions.set,
      next: () => this.go(next),
    });
    this.#reveal = reveal;
    settleForm(form, chapter.question);
    form.after(reveal.root);
    this.#done.add(chapter.id);
    this.#actions.present(false, chapter.lanes);
    if (chapter.action !== undefined) this.#actions.act(chapter.action);
    this.#drawNav();
    // Question and answer together, as far as the screen has room.
    form.scrollIntoView({ block: "start" });
    reveal.focus();
  }

  #drawNav(): void {
    const steps = PLACES.map((place, i) => {
      const title = CHAPTERS[i]?.title ?? "Free play";
      const done = this.#done.has(place);
      const step = element(
        "button",
        {
          type: "button",
          title,
          "aria-label": `${place === FREE ? "" : `Chapter ${i + 1}: `}${title}${done ? ", done" : ""}`,
          class: done ? "done" : "",
          onclick: () => this.go(place),
        },
        place === FREE ? "Free play" : String(i + 1),
      );
      if (place === this.#place) step.setAttribute("aria-current", "step");
      return element("li", {}, step);
    });
    this.#nav.replaceChildren(element("ol", {}, ...steps));
  }
}

function freePlay({ set, settings }: GuideActions): readonly HTMLElement[] {
  return [
    element(
      "p",
      {},
      "Everything is yours now: the sliders, the pause, the link and the server. Start from what people build:",
    ),
    element(
      "ul",
      { class: "presets" },
      ...PRESETS.map(({ name, about, settings: preset }) =>
        element(
          "li",
          {},
          element(
            "button",
            { type: "button", onclick: () => set({ jitterMs: 0, clients: 1, ...preset }) },
            name,
          ),
          element("span", {}, about),
        ),
      ),
    ),
    element(
      "p",
      {},
      "The address of this page holds every setting, so a link brings anyone who runs the demo to the same place.",
    ),
    element(
      "div",
      { class: "row" },
      copyButton("Copy the link", () => location.href),
    ),
    element(
      "p",
      {},
      "For figures to rely on, leave the browser out of it: these settings as a scenario, put into a file, are measured by one command.",
    ),
    element(
      "div",
      { class: "row" },
      copyButton("Copy the scenario", () => scenarioText(settings())),
      element("code", {}, "npx bench run ./demo.yaml"),
    ),
  ];
}
