/** What reads bytes that come in pieces. */
export interface PieceReader {
  read(bytes: Uint8Array, start: number, end: number): unknown;
}

const BEFORE = 7;

/**
 * Gives the bytes to a reader in pieces that end at `cuts` and at the end. Each piece lies somewhere inside one
 * shared buffer, as it does when a socket is read, and is wiped after the call: what a reader still points at
 * then shows up as wrong.
 */
export function feed(reader: PieceReader, bytes: Uint8Array, cuts: readonly number[]): void {
  const shared = Buffer.alloc(BEFORE + bytes.length + 5);
  let from = 0;
  for (const to of [...cuts, bytes.length]) {
    shared.fill(0xee);
    shared.set(bytes.subarray(from, to), BEFORE);
    reader.read(shared, BEFORE, BEFORE + to - from);
    from = to;
  }
}

/** Cuts after every byte: the bytes come one at a time. */
export function everyByte(bytes: Uint8Array): number[] {
  return Array.from({ length: Math.max(0, bytes.length - 1) }, (_, i) => i + 1);
}

/** Whole, byte by byte, and in two pieces for every place to cut. */
export function everySplit(bytes: Uint8Array): number[][] {
  const single = everyByte(bytes);
  return [[], single, ...single.map((cut) => [cut])];
}
