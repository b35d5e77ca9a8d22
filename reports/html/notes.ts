import { html, type Markup } from "./markup.ts";

/** More notes than these wait until they are asked for: what comes after them is what people came for. */
const MOST_NOTES = 4;

/** Items of a list of notes, the first few in sight. */
export function notesList(items: readonly Markup[]): Markup | undefined {
  if (items.length === 0) return undefined;
  const [first, rest] = [items.slice(0, MOST_NOTES), items.slice(MOST_NOTES)];
  return html`<ul class="notes">${first}</ul>${
    rest.length === 0
      ? undefined
      : html`<details open><summary>${rest.length} more</summary><ul class="notes">${rest}</ul></details>`
  }`;
}
