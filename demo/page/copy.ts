import { element } from "./dom.ts";

/** A button that copies a text; without permission the text is selected, and the reader's own keys copy it. */
export function copyButton(label: string, text: () => string, source?: Node): HTMLButtonElement {
  const button = element("button", { type: "button" }, label);
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text());
      button.textContent = "Copied";
      setTimeout(() => {
        button.textContent = label;
      }, 1500);
    } catch {
      if (source === undefined) button.textContent = "Not allowed here";
      else getSelection()?.selectAllChildren(source);
    }
  });
  return button;
}
