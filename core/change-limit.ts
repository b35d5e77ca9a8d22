/** By how much a metric may get worse from one build to another: both have to be passed. */
export interface ChangeLimit {
  /** Share of the base's value, such as 0.05; absent for a metric that can be zero or negative. */
  readonly relative?: number;
  /** In the metric's own unit. */
  readonly absolute: number;
}

/** The limit of one metric of one entry; `*` means every entry that has no limit of its own. */
export interface NamedChangeLimit {
  readonly entry: string;
  readonly metric: string;
  readonly limit: ChangeLimit;
}

/** Every entry. */
export const EVERY_ENTRY = "*";

const NUMBER = "\\d+\\.?\\d*|\\.\\d+";

/** `5%`, `0.5`, or `5% / 0.5`; a pattern a JSON Schema can carry. */
export const CHANGE_LIMIT_PATTERN = `^\\s*(?:(?:(${NUMBER})\\s*%)(?:\\s*/\\s*(${NUMBER}))?|(${NUMBER}))\\s*$`;

/**
 * Reads how much worse a metric may get: `5%` of the base's value, `0.5` in the metric's unit, or `5% / 0.5` for
 * both, of which both have to be passed. `undefined` for anything else.
 */
export function parseChangeLimit(text: string): ChangeLimit | undefined {
  const match = new RegExp(CHANGE_LIMIT_PATTERN).exec(text);
  if (match === null) return undefined;
  const [, percent, besides, alone] = match;
  if (alone !== undefined) return { absolute: Number(alone) };
  return { relative: Number(percent) / 100, absolute: Number(besides ?? 0) };
}

/** A limit as people write it: `5% / 0.5`. */
export function formatChangeLimit({ relative, absolute }: ChangeLimit): string {
  if (relative === undefined) return String(absolute);
  const share = `${Number((relative * 100).toPrecision(12))}%`;
  return absolute === 0 ? share : `${share} / ${absolute}`;
}

/** The limit that a setting gives a metric of an entry: the entry's own, else that of every entry. */
export function limitFor(
  limits: readonly NamedChangeLimit[],
  entry: string,
  metric: string,
): ChangeLimit | undefined {
  const named = (name: string) =>
    limits.findLast((limit) => limit.entry === name && limit.metric === metric)?.limit;
  return named(entry) ?? named(EVERY_ENTRY);
}
