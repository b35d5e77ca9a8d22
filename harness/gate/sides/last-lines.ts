import { stripVTControlCharacters } from "node:util";

const MOST_LINES = 20;
const LONGEST_LINE = 500;

/** The last lines that a program wrote, bounded, without what could play tricks on a terminal. */
export class LastLines {
  readonly #lines: string[] = [];
  #rest = "";

  add(text: string): void {
    const parts = (this.#rest + text).split(/\r\n|[\r\n]/);
    this.#rest = (parts.pop() ?? "").slice(0, LONGEST_LINE);
    for (const part of parts) this.#take(part);
  }

  /** The newest line that says something. */
  get last(): string {
    return this.all().at(-1) ?? "";
  }

  /** At most twenty lines. */
  all(): readonly string[] {
    const rest = clean(this.#rest);
    return rest === "" ? this.#lines : [...this.#lines, rest].slice(-MOST_LINES);
  }

  #take(line: string): void {
    const said = clean(line);
    if (said === "") return;
    this.#lines.push(said);
    if (this.#lines.length > MOST_LINES) this.#lines.shift();
  }
}

const clean = (line: string): string =>
  stripVTControlCharacters(line.slice(0, LONGEST_LINE))
    .replace(/\p{Cc}/gu, " ")
    .trimEnd();
