import type { Guess, Question } from "./chapter.ts";
import { element } from "./dom.ts";
import { tied } from "./text.ts";

/** A question with its choices or its field. Tells the guess, or that the reader wants none. */
export function questionForm(
  question: Question,
  guessed: (guess: Guess | undefined) => void,
): HTMLFormElement {
  const [fields, read] = question.kind === "number" ? numberField(question) : choices(question);
  const check = element("button", { type: "submit", class: "primary" }, "Check my guess");
  const skip = element("button", { type: "button", class: "quiet" }, "Just show me");
  const form = element(
    "form",
    { class: "question" },
    element("fieldset", {}, element("legend", {}, tied(question.prompt)), ...fields),
    element("div", { class: "row" }, check, skip),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const guess = read();
    if (guess !== undefined) guessed(guess);
  });
  skip.addEventListener("click", () => guessed(undefined));
  return form;
}

type Fields = readonly [fields: readonly HTMLElement[], read: () => Guess | undefined];

function numberField({ unit }: Extract<Question, { kind: "number" }>): Fields {
  const input = element("input", {
    type: "number",
    name: "guess",
    id: "guess",
    step: "any",
    min: "0",
    max: "1000",
    required: true,
    inputmode: "decimal",
    autocomplete: "off",
    "aria-label": `Your guess, in ${unit === "s" ? "seconds" : unit}`,
  });
  const read = (): Guess | undefined =>
    Number.isFinite(input.valueAsNumber) ? input.valueAsNumber : undefined;
  return [
    [element("div", { class: "number" }, input, element("span", { "aria-hidden": "true" }, unit))],
    read,
  ];
}

function choices({ choices }: Extract<Question, { kind: "choice" }>): Fields {
  const inputs = choices.map((_, i) =>
    element("input", { type: "radio", name: "guess", value: String(i), required: true }),
  );
  const labels = choices.map(({ text }, i) =>
    element("label", {}, inputs[i]!, element("span", {}, tied(text))),
  );
  const read = (): Guess | undefined => {
    const chosen = inputs.findIndex(({ checked }) => checked);
    return chosen < 0 ? undefined : chosen;
  };
  return [labels, read];
}

/** Closes a form that has been answered, and marks the right choice in it. */
export function settleForm(form: HTMLFormElement, question: Question): void {
  form.querySelector(".row")?.remove();
  for (const fieldset of form.querySelectorAll("fieldset")) fieldset.disabled = true;
  if (question.kind !== "choice") return;
  const right = question.choices.findIndex((choice) => choice.right);
  form.querySelectorAll("label")[right]?.classList.add("right");
}
