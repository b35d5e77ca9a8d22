import { isWireError } from "../../clients/wire/errors.ts";
import type { FrameReader } from "../../clients/wire/frame-reader.ts";
import { takeAllocations } from "./allocations.ts";
import type { FrameInput } from "./frame-grammar.ts";
import type { FrameNotes } from "./frame-notes.ts";
import type { Stretch } from "./frame-walk.ts";
import { type Finding, finding } from "./target.ts";
import type { FrameEvent } from "./ws-receiver.ts";

/** What the fuzzer uses of a frame reader. */
export type ReadsFrames = Pick<FrameReader, "read" | "reset" | "pendingBytes">;

/** How reading an input once went. */
export interface Pass {
  readonly finding?: Finding;
  readonly message?: string;
}

/** Whether two readers told the same. */
export function sameEvent(ours: FrameEvent | undefined, theirs: FrameEvent | undefined): boolean {
  return ours?.[0] === theirs?.[0] && ours?.[1] === theirs?.[1] && ours?.[2] === theirs?.[2];
}

/** What was told with each event is what its frames take. */
export function compareCosts(
  { costs }: FrameNotes,
  stretches: readonly Stretch[],
  given: number,
): Finding | undefined {
  for (const [i, cost] of costs.entries()) {
    const stretch = stretches[i];
    const expected = (stretch?.framingBytes ?? 0) + (stretch?.payloadBytes ?? 0);
    if (cost !== expected || stretch!.end > given) return finding("another byte count", cost, stretch);
  }
  return undefined;
}

/** Every byte given was either told or is pending. */
export function compareCounts(
  { pendingBytes }: ReadsFrames,
  { told }: FrameNotes,
  given: number,
): Finding | undefined {
  return told + pendingBytes === given
    ? undefined
    : finding("bytes do not add up", { told, pendingBytes }, { given });
}

/** A handler threw: its frame belongs to nothing, and nothing can be read any more. */
export function afterThrow(reader: ReadsFrames, notes: FrameNotes, given: number): Pass {
  const wrong = compareCounts(reader, notes, given);
  if (wrong) return { finding: wrong };
  try {
    reader.read(Buffer.of(0x81), 0, 1);
  } catch (error) {
    if (isWireError(error)) return {};
  }
  return { finding: finding("it reads on after its handler threw", "no error", "a wire error") };
}

/** A handler reset the reader: the rest of the read is dropped, and the next frame is read afresh. */
export function afterReset(reader: ReadsFrames, notes: FrameNotes, at: number): Pass {
  const state: unknown[] = [notes.events.length, reader.pendingBytes];
  notes.before = undefined;
  const fresh = Buffer.from("\x81\x02hi", "latin1");
  reader.read(fresh, 0, fresh.length);
  state.push(notes.events.length, notes.events.at(-1)?.join(), notes.costs.at(-1));
  const expected = [at + 1, 0, at + 2, "text,hi", fresh.length];
  return String(state) === String(expected)
    ? {}
    : { finding: finding("a reset from a handler leaves something", state, expected) };
}

/** A buffer larger than this is let go once its content was used. */
const KEPT = 16 * 1024;

/** What was allocated grows with what arrived, and no buffer much beyond the limits or long after its use. */
export function compareMemory(
  length: number,
  { maxPayloadBytes }: FrameInput,
  { idleBuffer }: FrameNotes,
): Pass | undefined {
  const { total, largest } = takeAllocations();
  const mostTotal = 4 * length + 2048;
  const mostLargest = Math.max(512, 2 * Math.min(maxPayloadBytes, length));
  if (idleBuffer > KEPT) return { finding: finding("it keeps too much", idleBuffer, KEPT) };
  if (total <= mostTotal && largest <= mostLargest) return undefined;
  return { finding: finding("it allocates too much", { total, largest }, { mostTotal, mostLargest }) };
}
