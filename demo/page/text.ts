/** Numbers as the page shows them; an unknown one is a dash. */
const NONE = "–";
/** A space that keeps a number and its unit on one line. */
const GAP = "\u00a0";

const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });

/** A span: `0.4 ms`, `37 ms`, `1,250 ms`. */
export function ms(span: number | undefined): string {
  if (span === undefined || !Number.isFinite(span)) return NONE;
  return `${Math.abs(span) < 9.95 ? span.toFixed(1) : whole.format(span)}${GAP}ms`;
}

/** A count: `12,345`. */
export function count(value: number | undefined): string {
  return value === undefined || !Number.isFinite(value) ? NONE : whole.format(value);
}

/** An amount of data, in decimal units: `812 B`, `3.4 kB`, `12.7 MB`. */
export function bytes(value: number | undefined): string {
  if (value === undefined || !Number.isFinite(value)) return NONE;
  if (value < 999.5) return `${whole.format(value)}${GAP}B`;
  if (value < 999_950) return `${(value / 1e3).toFixed(1)}${GAP}kB`;
  return `${(value / 1e6).toFixed(1)}${GAP}MB`;
}

/** A part of a whole: `37 %`. */
export function share(value: number | undefined): string {
  return value === undefined || !Number.isFinite(value) ? NONE : `${whole.format(value * 100)}${GAP}%`;
}

/** A rate or ratio with two digits that matter: `0.25`, `3.4`, `120`. */
export function ratio(value: number | undefined): string {
  if (value === undefined || !Number.isFinite(value)) return NONE;
  if (value === 0) return "0";
  if (value >= 99.5) return whole.format(value);
  return String(Number(value.toPrecision(2)));
}

/** Prose whose numbers keep their units: a line never breaks between them. */
export function tied(text: string): string {
  return text.replace(/(\d) (?=(?:ms|s|B|kB|MB|bytes|%)(?![a-z]))/g, `$1${GAP}`);
}
