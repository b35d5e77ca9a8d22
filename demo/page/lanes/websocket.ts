import { Backoff } from "../backoff.ts";
import { readEnvelope } from "../envelope.ts";
import { type LaneClient, type LaneContext, oldestIn } from "./lane.ts";

/** Close code that says the server's log no longer reaches back to the cursor. */
const GONE = 4410;

/** WebSocket: one connection, one message per event; a lost connection is opened again from the cursor. */
export function websocket(context: LaneContext): LaneClient {
  const { url, watcher, now } = context;
  const backoff = new Backoff(Math.random);
  let after = 0;
  let socket: WebSocket | undefined;
  let timer = 0;

  const open = (): void => {
    watcher.asked(now());
    const opening = new WebSocket(`${url.replace(/^http/, "ws")}/websocket?after=${after}`);
    socket = opening;
    opening.onopen = () => {
      backoff.reset();
      watcher.opened(now());
    };
    opening.onmessage = ({ data }: MessageEvent<unknown>) => {
      const at = now();
      const event = typeof data === "string" ? readEnvelope(data) : undefined;
      if (event === undefined) {
        watcher.garbled();
        return;
      }
      after = Math.max(after, event.seq);
      watcher.pushed(at, event);
    };
    opening.onclose = ({ code, reason }) => {
      if (opening !== socket) return;
      if (code === GONE) {
        const oldest = oldestIn(reason);
        after = Math.max(after, oldest - 1);
        watcher.gone(oldest);
      }
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
      const closing = socket;
      socket = undefined;
      closing?.close();
    },
  };
}
