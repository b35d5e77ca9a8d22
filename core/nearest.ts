import { distance } from "fastest-levenshtein";

/** Beginnings shorter than this say too little to suggest the word they begin. */
const SHORTEST_BEGINNING = 3;

/**
 * The candidate that a misspelt word most likely means, or `undefined` when none is close: at most two in
 * five letters wrong (but always one; two neighbours swapped are one), or the word is a candidate's
 * beginning. Case does not count.
 */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const wanted = word.trim().toLowerCase();
  const tolerated = Math.max(1, Math.floor(wanted.length * 0.4));
  let best: string | undefined;
  let fewest = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    const known = candidate.toLowerCase();
    if (Math.abs(known.length - wanted.length) < fewest) {
      const wrong = swapped(wanted, known) ? 1 : distance(wanted, known);
      if (wrong <= tolerated && wrong < fewest) {
        best = candidate;
        fewest = wrong;
      }
    }
    const begins = wanted.length >= SHORTEST_BEGINNING && known.startsWith(wanted);
    if (begins && fewest > tolerated) {
      best = candidate;
      fewest = tolerated;
    }
  }
  return best;
}

/** Whether two words differ only in two neighbouring letters that changed places. */
function swapped(a: string, b: string): boolean {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  return (
    a[at] === b[at + 1] && a[at + 1] === b[at] && a.length === b.length && a.slice(at + 2) === b.slice(at + 2)
  );
}

/** `did you mean "websocket"?`, or nothing when no candidate is close. */
export function didYouMean(word: string, candidates: Iterable<string>): string | undefined {
  const best = nearest(word, candidates);
  return best === undefined ? undefined : `did you mean "${best}"?`;
}
