import { Backoff } from "../backoff.ts";
import { readEnvelope } from "../envelope.ts";
import { type LaneClient, type LaneContext, oldestIn } from "./lane.ts";

/**
 * Server-sent events by `EventSource`. It connects again by itself, but only after seconds and not after every
 * failure; here a failed one is replaced, as soon as the other lanes would try again.
 */
export function sse(context: LaneContext): LaneClient {
  const { url, watcher, now } = context;
  const backoff = new Backoff(Math.random);
  let after = 0;
  let source: EventSource | undefined;
  let timer = 0;

  const open = (): void => {
    watcher.asked(now());
    const opening = new EventSource(`${url}/sse?after=${after}`);
    source = opening;
    opening.onopen = () => {
      backoff.reset();
      watcher.opened(now());
    };
    opening.onmessage = ({ data }: MessageEvent<string>) => {
      const at = now();
      const event = readEnvelope(data);
      if (event === undefined) {
        watcher.garbled();
        return;
      }
      after = Math.max(after, event.seq);
      watcher.pushed(at, event);
    };
    opening.addEventListener("gone", ({ data }: MessageEvent<string>) => {
      const oldest = oldestIn(data);
      after = Math.max(after, oldest - 1);
      watcher.gone(oldest);
    });
    opening.onerror = () => {
      if (opening !== source) return;
      opening.close();
      watcher.failed(now());
      timer = window.setTimeout(open, backoff.next());
    };
  };

  return {
    start(cursor) {
      after = cursor;
      open();
    },
    stop() {
      clearTimeout(timer);
      source?.close();
      source = undefined;
    },
  };
}
