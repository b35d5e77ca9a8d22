import type { Milliseconds } from "../../../core/units.ts";
import { readAnswer } from "../envelope.ts";
import { type LaneContext, oldestIn } from "./lane.ts";

/** How a question went. */
export type Outcome = "answered" | "failed" | "stopped";

/** The cursor of a lane that asks. */
export interface Cursor {
  after: number;
}

/**
 * Asks once by `fetch` for what is newer than the cursor, moves the cursor past what came, and tells the watcher.
 * An answer counts from when all of it is here.
 */
export async function ask(
  context: LaneContext,
  path: string,
  cursor: Cursor,
  stop: AbortSignal,
  patience: Milliseconds,
): Promise<Outcome> {
  const { watcher, now, url } = context;
  watcher.asked(now());
  // A connection that died without a word would leave its question open for ever.
  const giveUp = new AbortController();
  const end = (): void => giveUp.abort();
  const timer = setTimeout(end, patience);
  stop.addEventListener("abort", end);
  try {
    const { signal } = giveUp;
    const response = await fetch(`${url}${path}`, { cache: "no-store", credentials: "omit", signal });
    const text = await response.text();
    const at = now();
    if (response.status === 410) {
      const oldest = oldestIn(text);
      cursor.after = Math.max(cursor.after, oldest - 1);
      watcher.gone(oldest);
    }
    const events = response.status === 200 ? readAnswer(text) : [];
    if (events === undefined) {
      watcher.garbled();
      watcher.failed(at);
      return "failed";
    }
    if (!response.ok) {
      watcher.failed(at);
      return "failed";
    }
    for (const { seq } of events) cursor.after = Math.max(cursor.after, seq);
    watcher.answered(at, events);
    return "answered";
  } catch {
    if (stop.aborted) return "stopped";
    watcher.failed(now());
    return "failed";
  } finally {
    clearTimeout(timer);
    stop.removeEventListener("abort", end);
  }
}
