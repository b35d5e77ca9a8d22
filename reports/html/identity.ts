import { capitalised } from "../names.ts";
import type { Row } from "../rows.ts";
import { html, Markup } from "./markup.ts";
import type { Series, Shape, Tone } from "./view.ts";

const LOOKS: readonly { readonly shape: Shape; readonly dash: readonly number[] }[] = [
  { shape: "circle", dash: [] },
  { shape: "rect", dash: [2, 3] },
  { shape: "triangle", dash: [9, 4] },
  { shape: "rectRot", dash: [9, 3, 2, 3] },
  { shape: "star", dash: [15, 4] },
  { shape: "crossRot", dash: [5, 5] },
];

/** Colour and first look of the transports the project knows. */
const KNOWN: Readonly<Record<string, { readonly tone: Tone; readonly look: number }>> = {
  websocket: { tone: "websocket", look: 0 },
  polling: { tone: "polling", look: 1 },
  "long-polling": { tone: "long-polling", look: 2 },
  sse: { tone: "sse", look: 3 },
};

const OTHERS: readonly Tone[] = ["other-1", "other-2", "other-3", "other-4"];

/**
 * Gives every row its look. A transport keeps its colour wherever it stands; its second entry takes another
 * shape and dash. Transports the project does not know share a palette in the order they come.
 */
export function identify(rows: readonly Row[]): ReadonlyMap<Row, Series> {
  const seen = new Map<string, number>();
  const others = new Map<string, number>();
  return new Map(
    rows.map((row) => {
      const times = seen.get(row.transport) ?? 0;
      seen.set(row.transport, times + 1);
      let known = Object.hasOwn(KNOWN, row.transport) ? KNOWN[row.transport] : undefined;
      if (known === undefined) {
        if (!others.has(row.transport)) others.set(row.transport, others.size);
        const place = others.get(row.transport)!;
        known = { tone: OTHERS[place % OTHERS.length]!, look: OTHERS.length + place };
      }
      const look = LOOKS[(known.look + times) % LOOKS.length]!;
      const faint = row.status === "invalid";
      const word = row.id === row.transport ? capitalised(row.name) : row.name;
      const name = `${word}${faint ? " (invalid)" : ""}`;
      return [row, { name, tone: known.tone, ...look, faint }];
    }),
  );
}

const OUTLINES: Readonly<Record<Shape, string>> = {
  circle: '<circle cx="7" cy="7" r="5"/>',
  rect: '<path d="M2.5 2.5h9v9h-9z"/>',
  triangle: '<path d="M7 1.5 12.8 12H1.2z"/>',
  rectRot: '<path d="M7 1 13 7 7 13 1 7z"/>',
  star: '<path class="open" d="M7 1v12M1.8 4l10.4 6M1.8 10l10.4-6"/>',
  crossRot: '<path class="open" d="M2.5 2.5l9 9M11.5 2.5l-9 9"/>',
};

/** The mark of a series, as its charts draw it, for use beside its name. */
export function key(series: Series): Markup {
  return html`<svg class="key tone-${series.tone}" viewBox="0 0 14 14" aria-hidden="true">${new Markup(OUTLINES[series.shape])}</svg>`;
}
