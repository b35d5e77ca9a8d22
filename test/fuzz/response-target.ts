import { isWireError } from "../../clients/wire/errors.ts";
import {
  type ResponseHandler,
  type ResponseLimits,
  ResponseReader,
} from "../../clients/wire/response-reader.ts";
import { feed } from "../../clients/wire/testing/feed.ts";
import { nodeReads } from "../../clients/wire/testing/node-http.ts";
import type { Random } from "../../core/random.ts";
import { countingAllocations, takeAllocations } from "./allocations.ts";
import { NOT_TAKEN } from "./interruption.ts";
import { Llhttp } from "./llhttp.ts";
import {
  afterReset,
  afterThrow,
  compareCounts,
  compareMemory,
  compareRefusal,
  compareResponses,
  endOf,
  isLimit,
  type Pass,
  type ReadsResponses,
} from "./response-checks.ts";
import { RESPONSE_LIMITS, type ResponseInput, someResponses } from "./response-grammar.ts";
import { type ModelResponse, modelReading, type Reading } from "./response-model.ts";
import { ResponseNotes } from "./response-notes.ts";
import { NOT_COMPARED, STRICTER } from "./stricter.ts";
import { type Agreement, bytesOf, count, type Finding, finding, type Target } from "./target.ts";

/** Makes the reader under test. */
export type MakeResponseReader = (handler: ResponseHandler, limits: ResponseLimits) => ReadsResponses;

/** Node allows this much of a head, and of a chunk's extensions. */
const NODE_MAX_HEAD = 15_000;

const makeReader: MakeResponseReader = (handler, limits) => new ResponseReader(handler, limits);

/** The reader of HTTP responses against a model of its rules, llhttp, and Node's own client. */
export class ResponseTarget implements Target<ResponseInput> {
  readonly name = "http";
  readonly stricter = new Map<string, number>();
  readonly #make: MakeResponseReader;
  readonly #llhttp = new Llhttp();
  readonly #notes = new ResponseNotes();
  /** Readers that read one input after the other, so that nothing of one may reach the next. */
  readonly #lasting: ReadonlyMap<number, ReadsResponses>;

  constructor(make: MakeResponseReader = makeReader) {
    this.#make = make;
    this.#lasting = new Map(
      RESPONSE_LIMITS.map((limits) => [limits.maxHeadBytes, make(this.#notes, limits)]),
    );
  }

  generate(source: Random): ResponseInput {
    return someResponses(source);
  }

  check(input: ResponseInput): Finding | Agreement {
    const bytes = bytesOf(input);
    const reading = modelReading(input.text, input);
    const lasting = this.#lasting.get(input.maxHeadBytes)!;
    this.#notes.clear();
    const whole = this.#pass(lasting, this.#notes, input, bytes, [], reading);
    lasting.reset();
    if (whole.finding) return whole.finding;
    const notes = new ResponseNotes();
    const inPieces = this.#pass(this.#make(notes, input), notes, input, bytes, input.cuts, reading);
    if (inPieces.finding) return inPieces.finding;
    const differs = whole.message !== inPieces.message;
    if (differs && !isLimit(whole.message) && !isLimit(inPieces.message)) {
      return finding("the error depends on the split", inPieces.message, whole.message);
    }
    const other = this.#compareWithLlhttp(input, bytes, reading);
    if (other) return other;
    return reading.refusal || reading.cut ? "refused" : "accepted";
  }

  /** Reads the input once, in pieces, and compares with the model after each. */
  #pass(
    reader: ReadsResponses,
    notes: ResponseNotes,
    input: ResponseInput,
    bytes: Uint8Array,
    cuts: readonly number[],
    reading: Reading,
  ): Pass {
    const { interruption } = input;
    if (interruption !== undefined) {
      notes.before = (index) => {
        if (index !== interruption.at) return;
        if (interruption.by === "throw") throw NOT_TAKEN;
        reader.reset();
      };
    }
    let given = 0;
    let result: Pass | undefined;
    const piece = (shared: Uint8Array, start: number, end: number): void => {
      if (result !== undefined) return;
      const from = given;
      given += end - start;
      notes.reading = shared;
      let message: string | undefined;
      try {
        countingAllocations(() => reader.read(shared, start, end));
      } catch (error) {
        if (error === NOT_TAKEN) {
          result = afterThrow(reader, notes, given);
          return;
        }
        if (!isWireError(error)) {
          result = { finding: finding("it throws something else", String(error), "a wire error") };
          return;
        }
        message = error.message;
      }
      if (interruption?.by === "reset" && notes.seen.length > interruption.at) {
        result = afterReset(reader, notes, interruption.at);
        return;
      }
      const wrong =
        compareRefusal(message, reading, from, given) ??
        compareResponses(notes, reading, given) ??
        compareCounts(reader, notes, given);
      if (wrong) result = { finding: wrong };
      else if (message !== undefined) result = { message };
    };
    takeAllocations();
    feed({ read: piece }, bytes, cuts);
    result ??= endOf(reader, notes, reading);
    return result.finding ? result : (compareMemory(bytes.length, input, notes) ?? result);
  }

  #compareWithLlhttp({ text }: ResponseInput, bytes: Uint8Array, reading: Reading): Finding | undefined {
    for (const [reason, pattern] of NOT_COMPARED) {
      if (!pattern.test(text)) continue;
      count(this.stricter, `not compared: ${reason}`);
      return undefined;
    }
    const parsing = this.#llhttp.parse(bytes);
    const { refusal } = reading;
    const responses = all(reading);
    let start = 0;
    for (const [i, ours] of responses.entries()) {
      const theirs = parsing.responses[i];
      const headEnd = start + ours.headBytes;
      if (
        theirs?.status !== ours.status ||
        theirs.headEnd !== headEnd ||
        theirs.end !== ours.end ||
        theirs.body !== ours.body
      ) {
        return finding("llhttp reads another response", { ...ours, headEnd }, theirs);
      }
      start = ours.end;
    }
    const theirRefusal = parsing.refused || parsing.cut;
    if (refusal !== undefined && STRICTER.has(refusal.reason)) {
      if (!theirRefusal || parsing.responses.length > responses.length) count(this.stricter, refusal.reason);
      return undefined;
    }
    if (parsing.responses.length > responses.length) {
      return finding("llhttp reads one more response", refusal, parsing.responses.at(-1));
    }
    const ourRefusal = refusal !== undefined || reading.cut;
    if (ourRefusal === theirRefusal) return undefined;
    return finding(
      ourRefusal ? "llhttp takes what we refuse" : "llhttp refuses what we take",
      reading,
      parsing,
    );
  }

  async sample({ text, ...limits }: ResponseInput): Promise<Finding | undefined> {
    const reading = modelReading(text, limits);
    const { refusal, cut } = reading;
    let from = 0;
    for (const { status, body, headBytes, framingBytes, end } of all(reading)) {
      if (headBytes + framingBytes > NODE_MAX_HEAD) return undefined;
      const theirs = await nodeReads(Buffer.from(text.slice(from, end), "latin1"));
      if (theirs === "refused" || theirs.status !== status || theirs.body !== body) {
        return finding("Node reads another response", { status, body }, theirs);
      }
      from = end;
    }
    const rest = text.slice(from);
    const mustRefuse = refusal === undefined ? cut : !STRICTER.has(refusal.reason);
    if (rest === "" || !mustRefuse) return undefined;
    const theirs = await nodeReads(Buffer.from(rest, "latin1"));
    return theirs === "refused"
      ? undefined
      : finding("Node takes what we refuse", refusal ?? "cut off", theirs);
  }
}

/** All responses in the input, the one that the end completes included. */
function all({ responses, untilEnd }: Reading): readonly ModelResponse[] {
  return untilEnd === undefined ? responses : [...responses, untilEnd];
}
