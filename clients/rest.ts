import type { Bytes, Milliseconds } from "../core/units.ts";

/** What is looked at to see whether anything is still on its way. */
export interface Traffic {
  /** Requests without an answer. */
  readonly unanswered: number;
  /** Bytes received so far. */
  readonly bytesDown: Bytes;
}

const LOOK_MS: Milliseconds = 10;
/** Where requests may be held for long, so much silence says that nothing is on its way. */
const SILENCE_MS: Milliseconds = 200;
/** Something that never falls silent is not waited for. */
const LIMIT_MS: Milliseconds = 2000;

/**
 * Resolves when every request has been answered, or nothing has come for a while: what the two ends of each
 * connection have counted then is the same. Looks at once, then every 10 ms, for 2 s at most.
 */
export async function atRest(
  traffic: Traffic,
  sleep: (ms: Milliseconds) => Promise<void> = (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
): Promise<void> {
  let silent = 0;
  let bytes = traffic.bytesDown;
  // Without requests, too, the last event may be on its way: one look later it has come.
  for (let waited = 0; waited < LIMIT_MS && silent < SILENCE_MS; waited += LOOK_MS) {
    await sleep(LOOK_MS);
    if (traffic.bytesDown !== bytes) silent = 0;
    else if (traffic.unanswered === 0 && waited > 0) return;
    else silent += LOOK_MS;
    bytes = traffic.bytesDown;
  }
}
