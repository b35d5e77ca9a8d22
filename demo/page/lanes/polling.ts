import { Pace } from "../pace.ts";
import { ask, type Cursor } from "./ask.ts";
import type { LaneClient, LaneContext } from "./lane.ts";

const PATIENCE_MS = 15_000;

/** Short polling by `fetch`: at a fixed rate from a random phase, one question open at most. */
export function polling(context: LaneContext): LaneClient {
  const { now, watcher, pollIntervalMs } = context;
  const cursor: Cursor = { after: 0 };
  let pace: Pace | undefined;
  let skippedBefore = 0;
  let open = false;
  let timer = 0;
  let stop = new AbortController();

  const arm = (): void => {
    clearTimeout(timer);
    if (pace !== undefined) timer = window.setTimeout(tick, Math.max(0, pace.due - now()));
  };

  const tick = (): void => {
    if (pace === undefined) return;
    const go = pace.tick(now(), !open);
    watcher.skipped(skippedBefore + pace.skipped);
    arm();
    if (go) void question();
  };

  const question = async (): Promise<void> => {
    open = true;
    await ask(context, `/polling?after=${cursor.after}`, cursor, stop.signal, PATIENCE_MS);
    open = false;
  };

  const repace = (): void => {
    skippedBefore += pace?.skipped ?? 0;
    pace = new Pace(now(), pollIntervalMs(), Math.random());
    arm();
  };

  return {
    start(after) {
      cursor.after = after;
      stop = new AbortController();
      repace();
    },
    repace,
    nextDue: () => pace?.due,
    stop() {
      clearTimeout(timer);
      pace = undefined;
      stop.abort();
    },
  };
}
