import {
  type Action,
  answerOf,
  type Chapter,
  type Guess,
  judge,
  type Measured,
  type Try,
} from "./chapter.ts";
import { copyButton } from "./copy.ts";
import { element, setText } from "./dom.ts";
import { tied } from "./text.ts";

/** What a reader can do once the answer is out. */
export interface RevealActions {
  readonly act: (action: Action) => void;
  readonly try: (settings: Try["settings"]) => void;
  readonly next: () => void;
}

/** The answer, what is measured now, why, what to try, and how to measure it without a browser. */
export class RevealView {
  readonly root: HTMLElement;
  readonly #heading: HTMLElement;
  readonly #live: HTMLElement;
  readonly #chapter: Chapter;

  constructor(chapter: Chapter, guess: Guess | undefined, last: boolean, actions: RevealActions) {
    this.#chapter = chapter;
    const { question, action, tries, command } = chapter;
    const verdict = guess === undefined ? undefined : judge(question, guess);
    const right = tied(answerOf(question));
    this.#heading = element(
      "h3",
      { tabindex: "-1", class: verdict === undefined ? "" : verdict.right ? "right" : "wrong" },
      verdict === undefined ? `Answer: ${right}` : verdict.right ? `Right: ${right}` : `Not quite: ${right}`,
    );
    this.#live = element("p", { class: "live" });
    const code = element("code", {}, `npx ${command}`);
    this.root = element(
      "div",
      { class: "reveal" },
      this.#heading,
      ...becauses(chapter, guess).map((because) => element("p", {}, tied(because))),
      this.#live,
      element(
        "div",
        { class: "row" },
        ...(action === undefined ? [] : [button(action.label, "", () => actions.act(action))]),
        ...tries.map(({ label, settings }) => button(label, "", () => actions.try(settings))),
      ),
      ...chapter.insight.map((insight) => element("p", { class: "insight" }, tied(insight))),
      element(
        "div",
        { class: "command" },
        element("p", {}, "Measure it without a browser: ", chapter.commandSays),
        element(
          "div",
          { class: "row" },
          code,
          copyButton("Copy", () => code.textContent ?? "", code),
        ),
      ),
      element(
        "div",
        { class: "row" },
        button(last ? "Free play →" : "Next chapter →", "primary", actions.next),
      ),
    );
  }

  /** Puts the reader at the answer. */
  focus(): void {
    this.#heading.focus({ preventScroll: true });
  }

  tell(now: Measured): void {
    setText(this.#live, tied(this.#chapter.reveal(now)));
  }
}

/** Why the right answer is right, after what a wrong guess overlooks. */
function becauses({ question }: Chapter, guess: Guess | undefined): readonly string[] {
  if (question.kind === "number") return [question.because];
  const right = question.choices.find((choice) => choice.right)?.because ?? "";
  const mine = guess === undefined ? undefined : question.choices[guess];
  return mine === undefined || mine.right === true ? [right] : [mine.because, right];
}

function button(label: string, kind: string, click: () => void): HTMLButtonElement {
  return element("button", { type: "button", class: kind, onclick: click }, label);
}
