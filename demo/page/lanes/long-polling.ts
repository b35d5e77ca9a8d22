import { Backoff } from "../backoff.ts";
import { ask, type Cursor } from "./ask.ts";
import type { LaneClient, LaneContext } from "./lane.ts";

/** How long the server may hold a question. */
export const HOLD_MS = 25_000;
const PATIENCE_MS = HOLD_MS + 10_000;

/** Long polling by `fetch`: asks again as soon as it is answered. */
export function longPolling(context: LaneContext): LaneClient {
  const cursor: Cursor = { after: 0 };
  let stop = new AbortController();

  const run = async (signal: AbortSignal): Promise<void> => {
    const backoff = new Backoff(Math.random);
    while (!signal.aborted) {
      const path = `/long-polling?after=${cursor.after}&holdMs=${HOLD_MS}`;
      const outcome = await ask(context, path, cursor, signal, PATIENCE_MS);
      if (outcome === "answered") backoff.reset();
      if (outcome === "failed") await new Promise((resolve) => setTimeout(resolve, backoff.next()));
    }
  };

  return {
    start(after) {
      cursor.after = after;
      stop = new AbortController();
      void run(stop.signal);
    },
    stop: () => stop.abort(),
  };
}
