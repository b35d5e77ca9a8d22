import { byteName, wireError } from "./errors.ts";
import { TEXT, TOKEN, Words } from "./tokens.ts";

const TAB = 0x09;
const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;
const COMMA = 0x2c;
const DIGIT_0 = 0x30;
const COLON = 0x3a;
const DELETE = 0x7f;

const PREFIX_TEXT = Buffer.from("HTTP/1.");

// Headers that decide where a response ends; all others are passed over.
const FIELDS = new Words(["content-length", "transfer-encoding", "connection"]);
const CONTENT_LENGTH = 1;
const TRANSFER_ENCODING = 2;

const WORDS = new Words(["close", "keep-alive", "chunked"]);
const CLOSE = 1;
const KEEP_ALIVE = 2;
const CHUNKED = 4;

// What the next byte belongs to.
const PREFIX = 0;
const MINOR = 1;
const VERSION_END = 2;
const STATUS = 3;
const STATUS_END = 4;
const REASON = 5;
const LINE_LF = 6;
const FIELD = 7;
const NAME = 8;
const VALUE = 9;
const LENGTH_BEFORE = 10;
const LENGTH_DIGITS = 11;
const LENGTH_AFTER = 12;
const WORD_BEFORE = 13;
const WORD = 14;
const WORD_AFTER = 15;
const END_LF = 16;
const FAILED = 17;

/**
 * Reads the head of an HTTP/1.1 response, status line to empty line, or the trailer of a chunked one, from
 * reads split anywhere. Keeps nothing but what decides the body's length, so a head costs no memory. As strict
 * as RFC 9112 lets a recipient be: wherever two readers might disagree on where a response ends, it refuses.
 */
export class HeadReader {
  status = 0;
  /** 0 or 1, the version after "HTTP/1.". */
  minorVersion = 0;
  /** The announced length of the body; −1 when none was. */
  contentLength = -1;
  chunked = false;
  /** `Connection: close` was among the headers. */
  close = false;
  /** `Connection: keep-alive` was among the headers. */
  keepAlive = false;

  #state = PREFIX;
  #trailer = false;
  #index = 0;
  #alive = 0;
  #field = 0;

  /** Forgets everything, ready for the next head. */
  restart(): void {
    this.status = 0;
    this.contentLength = -1;
    this.chunked = false;
    this.close = false;
    this.keepAlive = false;
    this.#state = PREFIX;
    this.#trailer = false;
    this.#index = 0;
  }

  /** Reads on with the trailer of the response whose head was read. */
  restartAtTrailer(): void {
    this.#state = FIELD;
    this.#trailer = true;
  }

  /**
   * Reads bytes from `start` to `end`. Returns where the head ended, or −1 when it goes on after `end`. Throws
   * a wire error on anything malformed, at the first byte that shows it.
   */
  read(bytes: Uint8Array, start: number, end: number): number {
    let at = start;
    while (at < end) {
      const byte = bytes[at]!;
      switch (this.#state) {
        case PREFIX:
          if (byte !== PREFIX_TEXT[this.#index]) this.#unexpected(byte, 'where "HTTP/1.1" was due');
          if (++this.#index === PREFIX_TEXT.length) this.#state = MINOR;
          at++;
          break;
        case MINOR:
          this.minorVersion = byte - DIGIT_0;
          if (this.minorVersion !== 0 && this.minorVersion !== 1) this.#unexpected(byte, "as HTTP version");
          this.#state = VERSION_END;
          at++;
          break;
        case VERSION_END:
          if (byte !== SPACE) this.#unexpected(byte, "after the HTTP version");
          this.#state = STATUS;
          this.#index = 0;
          at++;
          break;
        case STATUS: {
          const digit = byte - DIGIT_0;
          if (digit < 0 || digit > 9 || (this.#index === 0 && digit === 0)) {
            this.#unexpected(byte, "in the status code");
          }
          this.status = this.status * 10 + digit;
          if (++this.#index === 3) this.#state = STATUS_END;
          at++;
          break;
        }
        case STATUS_END:
          if (byte === SPACE) this.#state = REASON;
          else if (byte === CR) this.#state = LINE_LF;
          else this.#unexpected(byte, "after the status code");
          at++;
          break;
        case REASON:
          at = this.#readText(bytes, at, end);
          break;
        case LINE_LF:
          if (byte !== LF) this.#unexpected(byte, "after a carriage return");
          this.#state = FIELD;
          at++;
          break;
        case FIELD:
          if (byte === CR) {
            this.#state = END_LF;
            at++;
          } else {
            if (byte === SPACE || byte === TAB) this.#fail("a header line is folded (obs-fold)");
            if (TOKEN[byte] !== 1) this.#unexpected(byte, "where a header name was due");
            this.#state = NAME;
            this.#index = 0;
            this.#alive = FIELDS.all;
            at = this.#readName(bytes, at, end);
          }
          break;
        case NAME:
          at = this.#readName(bytes, at, end);
          break;
        case VALUE:
        case LENGTH_BEFORE:
        case LENGTH_DIGITS:
        case LENGTH_AFTER:
        case WORD_BEFORE:
        case WORD:
        case WORD_AFTER:
          at = this.#readValue(bytes, at, end);
          break;
        case END_LF:
          if (byte !== LF) this.#unexpected(byte, "after a carriage return");
          return at + 1;
        default:
          this.#fail("nothing can be read after malformed bytes");
      }
    }
    return -1;
  }

  #readName(bytes: Uint8Array, start: number, end: number): number {
    let at = start;
    let alive = this.#alive;
    let index = this.#index;
    while (at < end) {
      const byte = bytes[at++]!;
      if (TOKEN[byte] !== 1) {
        if (byte !== COLON) this.#unexpected(byte, "in a header name");
        this.#startValue(FIELDS.ended(alive, index));
        return this.#readValue(bytes, at, end);
      }
      if (alive !== 0) alive = FIELDS.step(alive, index++, byte);
    }
    this.#alive = alive;
    this.#index = index;
    return at;
  }

  #readValue(bytes: Uint8Array, start: number, end: number): number {
    switch (this.#field) {
      case 0:
        return this.#readText(bytes, start, end);
      case CONTENT_LENGTH:
        return this.#readLength(bytes, start, end);
      default:
        return this.#readWords(bytes, start, end);
    }
  }

  /** A line's carriage return was read: takes the line feed at once when it is there. */
  #endLine(bytes: Uint8Array, at: number, end: number): number {
    const isThere = at < end && bytes[at] === LF;
    this.#state = isThere ? FIELD : LINE_LF;
    return isThere ? at + 1 : at;
  }

  #startValue(field: number): void {
    this.#field = field;
    if (field === 0) {
      this.#state = VALUE;
      return;
    }
    if (this.#trailer) this.#fail("the trailer changes where the response or the connection ends");
    if (field === CONTENT_LENGTH) {
      if (this.contentLength !== -1) this.#fail("Content-Length stands twice");
      this.#state = LENGTH_BEFORE;
    } else {
      this.#state = WORD_BEFORE;
    }
  }

  /** A reason phrase, or a value that decides nothing. */
  #readText(bytes: Uint8Array, start: number, end: number): number {
    let at = start;
    while (at < end) {
      const byte = bytes[at++]!;
      // The commonest bytes by comparison, which is cheaper than a table.
      if ((byte < SPACE || byte === DELETE) && TEXT[byte] !== 1) {
        if (byte !== CR)
          this.#unexpected(byte, this.#state === REASON ? "in the reason phrase" : "in a header value");
        return this.#endLine(bytes, at, end);
      }
    }
    return at;
  }

  /** `Content-Length`: digits, blanks around them, nothing else. */
  #readLength(bytes: Uint8Array, start: number, end: number): number {
    let at = start;
    let state = this.#state;
    let length = this.contentLength;
    while (at < end) {
      const byte = bytes[at++]!;
      const digit = byte - DIGIT_0;
      if (digit >= 0 && digit <= 9 && state !== LENGTH_AFTER) {
        length = state === LENGTH_BEFORE ? digit : length * 10 + digit;
        if (length > Number.MAX_SAFE_INTEGER) this.#fail("Content-Length is beyond all bounds");
        state = LENGTH_DIGITS;
      } else if (byte === SPACE || (byte === TAB && state === LENGTH_BEFORE)) {
        if (state === LENGTH_DIGITS) state = LENGTH_AFTER;
      } else if (byte === CR && state !== LENGTH_BEFORE) {
        this.contentLength = length;
        return this.#endLine(bytes, at, end);
      } else {
        this.#unexpected(byte, "in Content-Length");
      }
    }
    this.#state = state;
    this.contentLength = length;
    return at;
  }

  /** `Connection` and `Transfer-Encoding`: words between commas, blanks around them. */
  #readWords(bytes: Uint8Array, start: number, end: number): number {
    let at = start;
    let state = this.#state;
    let alive = this.#alive;
    let index = this.#index;
    while (at < end) {
      const byte = bytes[at++]!;
      if (byte === COMMA || byte === CR) {
        if (state !== WORD_BEFORE) this.#endWord(WORDS.ended(alive, index));
        // Node reads "chunked," until the end of the connection, RFC 9110 (5.6.1) as chunked.
        else if (this.#field === TRANSFER_ENCODING) this.#fail("Transfer-Encoding has an empty element");
        state = WORD_BEFORE;
        if (byte === CR) return this.#endLine(bytes, at, end);
      } else if (byte === SPACE || byte === TAB) {
        // Some readers take a tab for a part of the coding's name, and then the body ends elsewhere.
        if (byte === TAB && this.#field === TRANSFER_ENCODING) this.#unexpected(byte, "in Transfer-Encoding");
        if (state === WORD) state = WORD_AFTER;
      } else {
        if (TEXT[byte] !== 1) this.#unexpected(byte, "in a header value");
        if (state === WORD_BEFORE) {
          index = 0;
          alive = WORDS.all;
        } else if (state === WORD_AFTER) {
          alive = 0;
        }
        state = WORD;
        if (alive !== 0) alive = WORDS.step(alive, index, byte);
        index++;
      }
    }
    this.#state = state;
    this.#alive = alive;
    this.#index = index;
    return at;
  }

  #endWord(word: number): void {
    if (this.#field === TRANSFER_ENCODING) {
      if (word !== CHUNKED)
        this.#fail("Transfer-Encoding names something else than chunked, which was not asked for");
      if (this.chunked) this.#fail("Transfer-Encoding names chunked twice");
      this.chunked = true;
    } else if (word === CLOSE) {
      this.close = true;
    } else if (word === KEEP_ALIVE) {
      this.keepAlive = true;
    }
  }

  #unexpected(byte: number, where: string): never {
    this.#fail(`byte ${byteName(byte)} ${where}`);
  }

  #fail(message: string): never {
    this.#state = FAILED;
    throw wireError(`HTTP response: ${message}`);
  }
}
