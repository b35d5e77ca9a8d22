import { capitalised, listed } from "./names.ts";
import { formatFactor } from "./numbers.ts";
import type { Row } from "./rows.ts";

/** Whether a result is of hot paths timed beside references, and not of transports. */
export const isMicro = (rows: readonly Row[]): boolean =>
  rows.some(({ metrics }) => metrics.opReferenceRatio !== undefined);

/** What a result of `bench micro` says: which hot paths are faster than their references, and which slower. */
export function microSentence(rows: readonly Row[]): string {
  const ratios = rows.flatMap(({ label, metrics: { opReferenceRatio: ratio } }) =>
    ratio === undefined ? [] : [{ label, low: ratio.value, high: ratio.value, ...ratio }],
  );
  const faster = ratios.filter(({ high }) => high < 1).sort((a, b) => a.value - b.value);
  const slower = ratios.filter(({ low }) => low > 1).sort((a, b) => b.value - a.value);
  const level = ratios.length - faster.length - slower.length;
  const [first] = faster;
  const most = first === undefined ? "" : `, ${first.label} most, ${formatFactor(1 / first.value)} as fast`;
  const parts = [
    ...(faster.length === 0
      ? []
      : [
          `${faster.length} of ${ratios.length} hot paths ${faster.length === 1 ? "is faster than its reference" : "are faster than their references"}${most}`,
        ]),
    ...(level === 0 ? [] : [`${level} cannot be told apart from theirs`]),
    ...(slower.length === 0
      ? []
      : [
          `slower ${slower.length === 1 ? "is" : "are"} ${listed(slower.map(({ label, value }) => `${label}, ${formatFactor(value)} the time`))}`,
        ]),
  ];
  return `${capitalised(parts.join("; "))}.`;
}
