const TAB = 0x09;

function byteTable(holds: (byte: number) => boolean): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, byte) => (holds(byte) ? 1 : 0));
}

/** Bytes of a token, such as a header's name (RFC 9110, 5.6.2). */
export const TOKEN = byteTable(
  (byte) => byte < 128 && /[!#$%&'*+\-.^_`|~0-9A-Za-z]/.test(String.fromCharCode(byte)),
);

/** Bytes of a header's value or a reason phrase: tab, space, visible ASCII and obs-text (RFC 9110, 5.5). */
export const TEXT = byteTable((byte) => byte === TAB || (byte >= 0x20 && byte !== 0x7f));

/**
 * A few words, told apart byte by byte without regard to case. Bit k of a mask stands for word k: start with
 * `all`, keep what `step` leaves for each byte, ask `ended` at the end. No string is made and a word may be
 * split anywhere.
 */
export class Words {
  readonly all: number;
  readonly #longest: number;
  readonly #byIndex: Uint8Array;
  readonly #byLength: Uint8Array;

  /** At most eight words, in lower case. */
  constructor(words: readonly string[]) {
    this.all = (1 << words.length) - 1;
    this.#longest = Math.max(...words.map((word) => word.length));
    this.#byIndex = new Uint8Array(this.#longest << 8);
    this.#byLength = new Uint8Array(this.#longest + 1);
    for (const [k, word] of words.entries()) {
      this.#byLength[word.length]! |= 1 << k;
      for (let i = 0; i < word.length; i++) {
        const lower = word.charCodeAt(i);
        this.#byIndex[(i << 8) | lower]! |= 1 << k;
        this.#byIndex[(i << 8) | word.toUpperCase().charCodeAt(i)]! |= lower >= 0x61 ? 1 << k : 0;
      }
    }
  }

  /** Those words of `alive` that have `byte` at `index`. */
  step(alive: number, index: number, byte: number): number {
    return index < this.#longest ? alive & this.#byIndex[(index << 8) | byte]! : 0;
  }

  /** The word of `alive` that is `length` bytes long, as its bit; 0 when none is. */
  ended(alive: number, length: number): number {
    return length <= this.#longest ? alive & this.#byLength[length]! : 0;
  }
}
