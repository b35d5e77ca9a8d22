/**
 * Seeded randomness that gives the same numbers on every machine: 32-bit integer arithmetic and the four
 * IEEE operations only, no `Math.log` or other function whose last bit is the engine's own.
 */
export interface Random {
  /** The next 32 random bits, as an unsigned integer. */
  uint32(): number;
  /** Uniform in [0, 1), 53 bits. */
  uniform(): number;
  /** Exponential with mean 1. */
  exponential(): number;
  /** Uniform integer in [0, bound). */
  below(bound: number): number;
}

/** Mixes any number of 32-bit words into one; the finaliser of MurmurHash3 (Appleby, public domain). */
function mix(words: readonly number[]): number {
  let h = 0x9e3779b9;
  for (const word of words) {
    h = Math.imul(h ^ (word | 0), 0x85ebca6b);
    h ^= h >>> 13;
    h = Math.imul(h, 0xc2b2ae35);
    h ^= h >>> 16;
  }
  return h >>> 0;
}

/** A label as a number, so that streams of randomness for different purposes are independent (FNV-1a). */
function labelToWord(label: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < label.length; i++) h = Math.imul(h ^ label.charCodeAt(i), 0x01000193);
  return h >>> 0;
}

/**
 * A generator for one purpose: the same seed, label and index give the same numbers, different ones give
 * independent numbers. The generator is sfc32 (Doty-Humphrey, PractRand), period about 2^127.
 */
export function random(seed: number, label: string, index = 0): Random {
  const high = Math.floor(seed / 2 ** 32);
  const base = [seed >>> 0, high >>> 0, labelToWord(label), index >>> 0, Math.floor(index / 2 ** 32) >>> 0];
  let a = mix([...base, 1]);
  let b = mix([...base, 2]);
  let c = mix([...base, 3]);
  let counter = 1;

  const uint32 = (): number => {
    const out = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + out;
    c |= 0;
    return out >>> 0;
  };
  for (let i = 0; i < 12; i++) uint32();

  const uniform = (): number => ((uint32() >>> 5) * 67108864 + (uint32() >>> 6)) / 9007199254740992;
  return {
    uint32,
    uniform,
    exponential: () => -naturalLog(1 - uniform()),
    below: (bound) => Math.floor(uniform() * bound),
  };
}

/**
 * Natural logarithm of x in (0, 1] from the four operations: x = m·2^e with m in [√½, √2), and
 * ln m = 2·atanh((m − 1)/(m + 1)) as a series (Abramowitz & Stegun 4.1.27). Error below 1e-15.
 */
export function naturalLog(x: number): number {
  let mantissa = x;
  let exponent = 0;
  while (mantissa < Math.SQRT1_2) {
    mantissa *= 2;
    exponent--;
  }
  const z = (mantissa - 1) / (mantissa + 1);
  const square = z * z;
  let term = z;
  let sum = z;
  for (let k = 3; k <= 23; k += 2) {
    term *= square;
    sum += term / k;
  }
  return 2 * sum + exponent * Math.LN2;
}

/** The integers 0 to length − 1 in a seeded random order (Fisher–Yates). */
export function shuffled(length: number, source: Random): Uint32Array {
  const order = Uint32Array.from({ length }, (_, i) => i);
  for (let i = length - 1; i > 0; i--) {
    const j = source.below(i + 1);
    const swap = order[i]!;
    order[i] = order[j]!;
    order[j] = swap;
  }
  return order;
}
