import { LANES, type Lane } from "../../protocol.ts";

/** The page's colours as the style sheet has them now, light or dark. */
export interface Theme {
  readonly ink: string;
  readonly muted: string;
  readonly rule: string;
  readonly paper: string;
  readonly panel: string;
  readonly bad: string;
  readonly font: string;
  readonly tone: Readonly<Record<Lane, string>>;
}

export function currentTheme(): Theme {
  const style = getComputedStyle(document.documentElement);
  const read = (name: string): string => style.getPropertyValue(name).trim();
  return {
    ink: read("--ink"),
    muted: read("--muted"),
    rule: read("--rule"),
    paper: read("--paper"),
    panel: read("--panel"),
    bad: read("--bad"),
    font: read("--sans"),
    tone: Object.fromEntries(LANES.map((lane) => [lane, read(`--${lane}`)])) as Record<Lane, string>,
  };
}
