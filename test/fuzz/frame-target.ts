import { isUtf8 } from "node:buffer";
import { isWireError } from "../../clients/wire/errors.ts";
import { type FrameHandler, FrameReader, type FrameReaderOptions } from "../../clients/wire/frame-reader.ts";
import { feed } from "../../clients/wire/testing/feed.ts";
import { wsReads } from "../../clients/wire/testing/ws-frames.ts";
import type { Random } from "../../core/random.ts";
import { countingAllocations, takeAllocations } from "./allocations.ts";
import {
  afterReset,
  afterThrow,
  compareCosts,
  compareCounts,
  compareMemory,
  type Pass,
  type ReadsFrames,
  sameEvent,
} from "./frame-checks.ts";
import { FRAME_RULES, type FrameInput, someFrames } from "./frame-grammar.ts";
import { FrameNotes } from "./frame-notes.ts";
import { type Stretch, walkFrames } from "./frame-walk.ts";
import { NOT_TAKEN } from "./interruption.ts";
import { type Agreement, bytesOf, count, type Finding, finding, type Target } from "./target.ts";
import { WsReceiver } from "./ws-receiver.ts";

/** Makes the reader under test. */
export type MakeFrameReader = (handler: FrameHandler, options: FrameReaderOptions) => ReadsFrames;

const makeReader: MakeFrameReader = (handler, options) => new FrameReader(handler, options);

/** What our errors say where `ws` gives these codes. */
const ERRORS: Readonly<Record<string, RegExp>> = {
  WS_ERR_UNEXPECTED_RSV_1: /reserved bit/,
  WS_ERR_UNEXPECTED_RSV_2_3: /reserved bit/,
  WS_ERR_INVALID_OPCODE: /opcode \d+ is not|without a message to continue|a new message before/,
  WS_ERR_EXPECTED_FIN: /control frame is fragmented/,
  // Both are said of the second byte; `ws` looks at the length first.
  WS_ERR_INVALID_CONTROL_PAYLOAD_LENGTH: /longer than 125|half a code|is masked/,
  WS_ERR_UNEXPECTED_MASK: /is masked/,
  WS_ERR_UNSUPPORTED_DATA_PAYLOAD_LENGTH: /bytes allowed/,
  WS_ERR_UNSUPPORTED_MESSAGE_LENGTH: /bytes allowed/,
  WS_ERR_INVALID_CLOSE_CODE: /close code \d+ is not/,
  WS_ERR_INVALID_UTF8: /not UTF-8/,
};

/** The reader of WebSocket frames against the receiver of `ws`, read by read. */
export class FrameTarget implements Target<FrameInput> {
  readonly name = "ws";
  readonly stricter = new Map<string, number>();
  readonly #make: MakeFrameReader;
  readonly #notes = new FrameNotes();
  /** Readers that read one input after the other, so that nothing of one may reach the next. */
  readonly #lasting: ReadonlyMap<string, ReadsFrames>;

  constructor(make: MakeFrameReader = makeReader) {
    this.#make = make;
    this.#lasting = new Map(FRAME_RULES.map((rules) => [keyOf(rules), make(this.#notes, rules)]));
  }

  generate(source: Random): FrameInput {
    return someFrames(source);
  }

  check(input: FrameInput): Finding | Agreement {
    const bytes = bytesOf(input);
    const stretches = walkFrames(bytes);
    const lasting = this.#lasting.get(keyOf(input))!;
    this.#notes.clear();
    const whole = this.#pass(lasting, this.#notes, input, bytes, [], stretches);
    lasting.reset();
    if (whole.finding) return whole.finding;
    const notes = new FrameNotes();
    const inPieces = this.#pass(this.#make(notes, input), notes, input, bytes, input.cuts, stretches);
    if (inPieces.finding) return inPieces.finding;
    if (whole.message !== inPieces.message) {
      return finding("the error depends on the split", inPieces.message, whole.message);
    }
    return whole.message === undefined ? "accepted" : "refused";
  }

  /** Reads the input once, in pieces, as `ws` does beside it, and compares after each. */
  #pass(
    reader: ReadsFrames,
    notes: FrameNotes,
    input: FrameInput,
    bytes: Buffer,
    cuts: readonly number[],
    stretches: readonly Stretch[],
  ): Pass {
    const { interruption } = input;
    if (interruption !== undefined) {
      notes.before = (index) => {
        if (index !== interruption.at) return;
        if (interruption.by === "throw") throw NOT_TAKEN;
        reader.reset();
      };
    }
    const theirs = new WsReceiver(input);
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
      if (interruption?.by === "reset" && notes.events.length > interruption.at) {
        result = afterReset(reader, notes, interruption.at);
        return;
      }
      theirs.read(bytes.subarray(from, given));
      const wrong =
        this.#compare(notes, message, theirs, input) ??
        compareCosts(notes, stretches, given) ??
        compareCounts(reader, notes, given);
      if (wrong) result = { finding: wrong };
      else if (message !== undefined) result = { message };
    };
    takeAllocations();
    feed({ read: piece }, bytes, cuts);
    if (result?.finding) return result;
    return compareMemory(bytes.length, input, notes) ?? result ?? {};
  }

  #compare(
    { events }: FrameNotes,
    message: string | undefined,
    theirs: WsReceiver,
    { validateUtf8 }: FrameInput,
  ): Finding | undefined {
    const most = Math.max(events.length, theirs.events.length);
    for (let i = 0; i < most; i++) {
      const expected = theirs.events[i];
      if (sameEvent(events[i], expected)) continue;
      const isReason = i === events.length && expected?.[0] === "close" && message !== undefined;
      if (isReason && !validateUtf8 && !isUtf8(Buffer.from(expected[1], "latin1"))) {
        count(this.stricter, "close reason that is no UTF-8, where texts are not checked");
        return undefined;
      }
      return finding("another event", events[i], expected);
    }
    if (message !== undefined && theirs.refused === undefined) {
      // We refuse a frame at its first byte, `ws` at its second.
      theirs.read(Buffer.alloc(1));
      if (theirs.refused !== undefined) count(this.stricter, "first byte of a frame, before its second came");
    }
    if (message === undefined && theirs.refused === undefined) return undefined;
    if (message === undefined) return finding("it takes malformed bytes", "no error", theirs.refused);
    if (theirs.refused === undefined) return finding("it refuses well-formed bytes", message, "no error");
    return message.startsWith("WebSocket: ") && ERRORS[theirs.refused]?.test(message)
      ? undefined
      : finding("it names another error", message, theirs.refused);
  }

  async sample(input: FrameInput): Promise<Finding | undefined> {
    // The stream around the receiver, with its queue and its end.
    const expected = new WsReceiver(input);
    expected.read(bytesOf(input));
    if (!input.validateUtf8) return undefined;
    const events = await wsReads(bytesOf(input), { maxPayload: input.maxPayloadBytes });
    const told = events.filter(([kind]) => kind !== "refused").length;
    const refused = told < events.length;
    return told === expected.events.length && refused === (expected.refused !== undefined)
      ? undefined
      : finding("the receiver called directly reads otherwise", expected.events, events);
  }
}

function keyOf({ maxPayloadBytes, validateUtf8 }: (typeof FRAME_RULES)[number] | FrameInput): string {
  return `${maxPayloadBytes} ${validateUtf8}`;
}
