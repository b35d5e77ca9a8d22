import { distance } from "fastest-levenshtein";

/** Beginnings shorter than this say too little to suggest the word they begin. */
const SHORTEST_BEGINNING = 3;

/**
 * The candidate that a misspelt word most likely means, or `undefined` when none is close: at most two in
 * five letters wrong (but always one), or the word is a candidate's beginning. Case does not count.
 */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const wanted = word.trim().toLowerCase();
  const tolerated = Math.max(1, Math.floor(wanted.length * 0.4));
  let best: string | undefined;
  let fewest = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    const known = candidate.toLowerCase();
    if (Math.abs(known.length - wanted.length) < fewest) {
      const wrong = distance(wanted, known);
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

/** `did you mean "websocket"?`, or nothing when no candidate is close. */
export function didYouMean(word: string, candidates: Iterable<string>): string | undefined {
  const best = nearest(word, candidates);
  return best === undefined ? undefined : `did you mean "${best}"?`;
}
