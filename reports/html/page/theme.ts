import type { Series, Tone } from "../view.ts";

/** The page's colours and type as the style sheet has them now: light, dark or for paper. */
export interface Theme {
  readonly ink: string;
  readonly muted: string;
  readonly rule: string;
  readonly paper: string;
  readonly shade: string;
  readonly font: string;
  tone(tone: Tone): string;
}

export function currentTheme(): Theme {
  const style = getComputedStyle(document.documentElement);
  const read = (name: string) => style.getPropertyValue(name).trim();
  return {
    ink: read("--ink"),
    muted: read("--muted"),
    rule: read("--rule"),
    paper: read("--paper"),
    shade: read("--shade"),
    font: read("--sans"),
    tone: (tone) => read(`--${tone}`),
  };
}

/** A series' colour; pale where its cells are invalid. */
export function colourOf(theme: Theme, { tone, faint }: Series): string {
  return theme.tone(tone) + (faint ? "73" : "");
}

/** Fills for the parts of a bar, told apart by texture and not by colour: solid, hatched, dotted, hollow. */
export function fillsOf(theme: Theme, colour: string): readonly (string | CanvasPattern)[] {
  return [colour, texture(colour, theme.paper, hatch), texture(colour, theme.paper, dots), theme.paper];
}

const TILE = 8;

function texture(
  colour: string,
  paper: string,
  draw: (context: CanvasRenderingContext2D) => void,
): CanvasPattern | string {
  // Drawn at the screen's own resolution and scaled back, so that lines stay sharp.
  const scale = Math.max(1, Math.round(window.devicePixelRatio));
  const tile = document.createElement("canvas");
  tile.width = TILE * scale;
  tile.height = TILE * scale;
  const context = tile.getContext("2d");
  if (context === null) return colour;
  context.scale(scale, scale);
  context.fillStyle = paper;
  context.fillRect(0, 0, TILE, TILE);
  context.strokeStyle = colour;
  context.fillStyle = colour;
  draw(context);
  const pattern = context.createPattern(tile, "repeat");
  pattern?.setTransform(new DOMMatrix().scale(1 / scale));
  return pattern ?? colour;
}

function hatch(context: CanvasRenderingContext2D): void {
  context.lineWidth = 2;
  context.beginPath();
  for (const offset of [-TILE, 0, TILE]) {
    context.moveTo(offset - 1, TILE + 1);
    context.lineTo(offset + TILE + 1, -1);
  }
  context.stroke();
}

function dots(context: CanvasRenderingContext2D): void {
  for (const [x, y] of [
    [2, 2],
    [6, 6],
  ] as const) {
    context.beginPath();
    context.arc(x, y, 1.3, 0, 2 * Math.PI);
    context.fill();
  }
}
