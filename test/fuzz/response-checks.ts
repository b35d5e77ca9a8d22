import { isWireError } from "../../clients/wire/errors.ts";
import type { ResponseReader } from "../../clients/wire/response-reader.ts";
import { takeAllocations } from "./allocations.ts";
import type { ResponseInput } from "./response-grammar.ts";
import type { Reading } from "./response-model.ts";
import type { ResponseNotes } from "./response-notes.ts";
import { type Finding, finding } from "./target.ts";

/** What the fuzzer uses of a response reader. */
export type ReadsResponses = Pick<ResponseReader, "read" | "end" | "reset" | "pendingBytes" | "closing">;

/** How reading an input once went. */
export interface Pass {
  readonly finding?: Finding;
  /** The error's message, when it threw one. */
  readonly message?: string;
}

/** Whether an error says that a limit was passed. */
export function isLimit(message: string | undefined): boolean {
  return message?.includes("bytes allowed") === true;
}

/** After `given` bytes, exactly those responses were told that end among them. */
export function compareResponses(
  { seen }: ResponseNotes,
  { responses }: Reading,
  given: number,
): Finding | undefined {
  for (const [i, ours] of seen.entries()) {
    const expected = responses[i];
    if (expected === undefined || expected.end > given) return finding("a response too many", ours, expected);
    if (
      ours.status !== expected.status ||
      ours.headBytes !== expected.headBytes ||
      ours.framingBytes !== expected.framingBytes ||
      ours.body !== expected.body
    ) {
      return finding("another response", ours, expected);
    }
  }
  const missing = responses[seen.length];
  const isDue = missing !== undefined && missing.end <= given;
  return isDue ? finding("a response too few", undefined, missing) : undefined;
}

/** An error comes with the read that holds the byte that shows it, and only then. */
export function compareRefusal(
  message: string | undefined,
  { refusal }: Reading,
  from: number,
  to: number,
): Finding | undefined {
  const isDue = refusal !== undefined && refusal.at < to;
  if (message === undefined) {
    return isDue ? finding("it takes malformed bytes", "no error", refusal) : undefined;
  }
  if (!isDue || refusal.at < from) {
    return finding("it refuses well-formed bytes", message, refusal ?? "no error");
  }
  return isLimit(message) && refusal.reason !== "limit"
    ? finding("it names another error", message, refusal)
    : undefined;
}

/** Every byte given was either told or is pending. */
export function compareCounts(
  { pendingBytes }: ReadsResponses,
  { told }: ResponseNotes,
  given: number,
): Finding | undefined {
  return told + pendingBytes === given
    ? undefined
    : finding("bytes do not add up", { told, pendingBytes }, { given });
}

/** The connection ends: completes what lasts until then, refuses what is cut off. */
export function endOf(reader: ReadsResponses, notes: ResponseNotes, reading: Reading): Pass {
  let message: string | undefined;
  notes.before = undefined;
  const { length } = notes.seen;
  try {
    reader.end();
  } catch (error) {
    if (!isWireError(error)) return { finding: finding("its end throws something else", String(error), "") };
    message = error.message;
  }
  if ((message !== undefined) !== reading.cut) {
    return { finding: finding("it misjudges the end", message ?? "no error", { cut: reading.cut }) };
  }
  const ended = notes.seen.slice(length);
  const expected = reading.untilEnd === undefined ? [] : [reading.untilEnd];
  const end = reading.untilEnd?.end;
  const same = JSON.stringify(ended.map((response) => ({ ...response, end }))) === JSON.stringify(expected);
  if (!same) return { finding: finding("the end completes something else", ended, expected) };
  if (message === undefined) {
    if (reader.closing !== reading.closing) {
      return { finding: finding("it misjudges the close", reader.closing, reading.closing) };
    }
    if (reader.pendingBytes !== 0) return { finding: finding("bytes stay pending", reader.pendingBytes, 0) };
  }
  return message === undefined ? {} : { message };
}

/** A handler threw: its response belongs to nothing, and nothing can be read any more. */
export function afterThrow(reader: ReadsResponses, notes: ResponseNotes, given: number): Pass {
  const wrong = compareCounts(reader, notes, given);
  if (wrong) return { finding: wrong };
  try {
    reader.read(Buffer.from("H"), 0, 1);
  } catch (error) {
    if (isWireError(error)) return {};
  }
  return { finding: finding("it reads on after its handler threw", "no error", "a wire error") };
}

/** A handler reset the reader: the rest of the read is dropped, and the next response is read afresh. */
export function afterReset(reader: ReadsResponses, notes: ResponseNotes, at: number): Pass {
  const state = [notes.seen.length, reader.pendingBytes];
  notes.before = undefined;
  const fresh = Buffer.from("HTTP/1.1 204 No Content\r\n\r\n");
  reader.read(fresh, 0, fresh.length);
  state.push(notes.seen.length, notes.seen.at(-1)?.headBytes ?? 0);
  const expected = [at + 1, 0, at + 2, fresh.length];
  return String(state) === String(expected)
    ? {}
    : { finding: finding("a reset from a handler leaves something", state, expected) };
}

/** A buffer larger than this is let go once its content was used. */
const KEPT = 16 * 1024;

/** What was allocated grows with what arrived, and no buffer much beyond the limits or long after its use. */
export function compareMemory(
  length: number,
  { maxBodyBytes }: ResponseInput,
  { idleBuffer }: ResponseNotes,
): Pass | undefined {
  const { total, largest } = takeAllocations();
  const mostTotal = 4 * length + 2048;
  const mostLargest = Math.max(512, 2 * Math.min(maxBodyBytes, length));
  if (idleBuffer > KEPT) return { finding: finding("it keeps too much", idleBuffer, KEPT) };
  if (total <= mostTotal && largest <= mostLargest) return undefined;
  return { finding: finding("it allocates too much", { total, largest }, { mostTotal, mostLargest }) };
}
