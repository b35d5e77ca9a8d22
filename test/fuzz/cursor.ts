/** What can be wrong with responses. */
export type Refusal =
  | "line break before a response"
  | "status line"
  | "major version"
  | "status below 100"
  | "reason phrase"
  | "header syntax"
  | "bare carriage return after the status"
  | "folded line"
  | "bare line feed"
  | "Content-Length"
  | "Content-Length too large"
  | "coding not asked for"
  | "tab in Transfer-Encoding"
  | "both lengths"
  | "body where none can be"
  | "protocol switch"
  | "interim response that closes"
  | "chunk syntax"
  | "chunk extension"
  | "framing in a trailer"
  | "bytes after the last response"
  | "limit";

/** Thrown at the byte that shows that the input is malformed. */
export class Refused {
  readonly at: number;
  readonly reason: Refusal;

  constructor(at: number, reason: Refusal) {
    this.at = at;
    this.reason = reason;
  }
}

/** Thrown where the input ends in the middle of something. */
export const ENDED = Symbol("ended");

/** A place in the text, and how many bytes of head or framing may still come. */
export class Cursor {
  readonly text: string;
  at = 0;
  budget = 0;

  constructor(text: string) {
    this.text = text;
  }

  /** The next byte, not taken. */
  peek(): string {
    const next = this.text[this.at];
    if (next === undefined) throw ENDED;
    return next;
  }

  refuse(reason: Refusal): never {
    throw new Refused(this.at, reason);
  }

  /** Takes one byte of `set`. */
  take(set: RegExp | string, reason: Refusal): string {
    const next = this.peek();
    if (typeof set === "string" ? next !== set : !set.test(next)) this.refuse(reason);
    if (--this.budget < 0) this.refuse("limit");
    this.at++;
    return next;
  }

  takeAll(text: string, reason: Refusal): void {
    for (const character of text) this.take(character, reason);
  }

  /** Takes as many bytes of `set` as there are. */
  run(set: RegExp): string {
    const from = this.at;
    while (set.test(this.peek())) this.take(set, "limit");
    return this.text.slice(from, this.at);
  }

  /** A line's end; where it is not, `reason`, or the line feed that stands alone. */
  lineEnd(reason: Refusal, afterReturn = reason): void {
    if (this.peek() === "\n") this.refuse("bare line feed");
    this.take("\r", reason);
    this.take("\n", afterReturn);
  }
}
