import type { Bytes } from "../../core/units.ts";
import type { Body } from "./body.ts";
import { byteName, wireError } from "./errors.ts";
import type { HeadReader } from "./head-reader.ts";
import { TEXT, TOKEN } from "./tokens.ts";

const LF = 0x0a;
const CR = 0x0d;
const QUOTE = 0x22;
const SEMICOLON = 0x3b;
const EQUALS = 0x3d;
const BACKSLASH = 0x5c;

/** The value of a hexadecimal digit; 255 for every other byte. */
const HEX = Uint8Array.from({ length: 256 }, (_, byte) => {
  const digit = Number.parseInt(String.fromCharCode(byte), 16);
  return Number.isNaN(digit) ? 255 : digit;
});

// What the next byte belongs to.
const SIZE_FIRST = 0;
const SIZE = 1;
const EXTENSION_FIRST = 2;
const EXTENSION = 3;
const EXTENSION_VALUE_FIRST = 4;
const EXTENSION_VALUE = 5;
const QUOTED = 6;
const QUOTED_PAIR = 7;
const QUOTED_END = 8;
const SIZE_LF = 9;
const DATA = 10;
const DATA_CR = 11;
const DATA_LF = 12;
const TRAILER = 13;
const FAILED = 14;

/** What a chunk's size and its line ends take, generously. */
const FRAMING_PER_CHUNK: Bytes = 16;

/** Reads the chunks of a response's body, and the trailer after them, from reads split anywhere. */
export class ChunkReader {
  readonly #head: HeadReader;
  readonly #body: Body;
  readonly #maxBodyBytes: Bytes;
  readonly #maxFramingBytes: Bytes;
  /** How many more bytes of framing may come; grows with each chunk. */
  #framingLeft: Bytes = 0;
  #state = SIZE_FIRST;
  #size = 0;

  /** `maxFramingBytes` is what chunk extensions and trailer may take. */
  constructor(head: HeadReader, body: Body, maxBodyBytes: Bytes, maxFramingBytes: Bytes) {
    this.#head = head;
    this.#body = body;
    this.#maxBodyBytes = maxBodyBytes;
    this.#maxFramingBytes = maxFramingBytes;
  }

  restart(): void {
    this.#framingLeft = this.#maxFramingBytes;
    this.#state = SIZE_FIRST;
    this.#size = 0;
  }

  /**
   * Adds the chunks' data between `start` and `end` to the body. Returns where the response ended, or −1 when
   * it goes on after `end`. Throws a wire error on anything malformed.
   */
  read(bytes: Uint8Array, start: number, end: number): number {
    let at = start;
    while (at < end) {
      if (this.#state === DATA) {
        const to = Math.min(end, at + this.#size);
        this.#body.add(bytes, at, to);
        this.#size -= to - at;
        if (this.#size === 0) this.#state = DATA_CR;
        at = to;
      } else if (this.#state === TRAILER) {
        const after = this.#head.read(bytes, at, end);
        this.#countFraming((after < 0 ? end : after) - at);
        return after;
      } else {
        this.#readFraming(bytes[at++]!);
        this.#countFraming(1);
      }
    }
    return -1;
  }

  #readFraming(byte: number): void {
    switch (this.#state) {
      case SIZE_FIRST:
      case SIZE: {
        const digit = HEX[byte]!;
        if (digit === 255) {
          if (this.#state === SIZE_FIRST) this.#unexpected(byte, "where a chunk's size was due");
          this.#framingLeft += FRAMING_PER_CHUNK;
          this.#endOfExtension(byte, "in a chunk's size");
          break;
        }
        this.#size = this.#size * 16 + digit;
        this.#state = SIZE;
        if (this.#body.length + this.#size > this.#maxBodyBytes) {
          this.#fail(`its body is longer than the ${this.#maxBodyBytes} bytes allowed`);
        }
        break;
      }
      case EXTENSION_FIRST:
        if (TOKEN[byte] !== 1) this.#unexpected(byte, "where a chunk extension's name was due");
        this.#state = EXTENSION;
        break;
      case EXTENSION:
        if (TOKEN[byte] === 1) break;
        if (byte === EQUALS) this.#state = EXTENSION_VALUE_FIRST;
        else this.#endOfExtension(byte, "in a chunk extension's name");
        break;
      case EXTENSION_VALUE_FIRST:
        if (byte === QUOTE) this.#state = QUOTED;
        else if (TOKEN[byte] === 1) this.#state = EXTENSION_VALUE;
        else this.#unexpected(byte, "where a chunk extension's value was due");
        break;
      case EXTENSION_VALUE:
        if (TOKEN[byte] !== 1) this.#endOfExtension(byte, "in a chunk extension's value");
        break;
      case QUOTED:
        if (byte === QUOTE) this.#state = QUOTED_END;
        else if (byte === BACKSLASH) this.#state = QUOTED_PAIR;
        else if (TEXT[byte] !== 1) this.#unexpected(byte, "in a chunk extension's quoted value");
        break;
      case QUOTED_PAIR:
        if (TEXT[byte] !== 1) this.#unexpected(byte, "in a chunk extension's quoted value");
        this.#state = QUOTED;
        break;
      case QUOTED_END:
        this.#endOfExtension(byte, "after a chunk extension's quoted value");
        break;
      case SIZE_LF:
        if (byte !== LF) this.#unexpected(byte, "after a carriage return");
        if (this.#size > 0) {
          this.#state = DATA;
        } else {
          this.#state = TRAILER;
          this.#head.restartAtTrailer();
        }
        break;
      case DATA_CR:
        if (byte !== CR) this.#unexpected(byte, "after a chunk's data");
        this.#state = DATA_LF;
        break;
      case DATA_LF:
        if (byte !== LF) this.#unexpected(byte, "after a carriage return");
        this.#state = SIZE_FIRST;
        break;
      default:
        this.#fail("nothing can be read after malformed bytes");
    }
  }

  /** Extensions and trailers cost no memory, but without a limit a response could go on forever. */
  #countFraming(bytes: Bytes): void {
    this.#framingLeft -= bytes;
    if (this.#framingLeft < 0) {
      this.#fail(
        `its chunk extensions and trailer are longer than the ${this.#maxFramingBytes} bytes allowed`,
      );
    }
  }

  #endOfExtension(byte: number, where: string): void {
    if (byte === CR) this.#state = SIZE_LF;
    else if (byte === SEMICOLON) this.#state = EXTENSION_FIRST;
    else this.#unexpected(byte, where);
  }

  #unexpected(byte: number, where: string): never {
    this.#fail(`byte ${byteName(byte)} ${where}`);
  }

  #fail(message: string): never {
    this.#state = FAILED;
    throw wireError(`HTTP response: ${message}`);
  }
}
