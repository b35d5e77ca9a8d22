import { Backoff } from "../backoff.ts";
import { readEnvelope } from "../envelope.ts";
import { type LaneClient, type LaneContext, oldestIn } from "./lane.ts";

/** What a connection for pushes tells. */
export interface Ears {
  opened(): void;
  /** One event, or what should be one. */
  heard(data: unknown): void;
  /** The server's log does not reach back to the cursor; the text names the oldest that it has. */
  gone(text: string): void;
  /** The connection is of no more use. */
  lost(): void;
}

/**
 * A lane that is told: it moves its cursor past what comes, and after a loss connects again from there, after a wait
 * that grows until a connection stands.
 *
 * @param connect opens a connection from a cursor; returns how to close it
 */
export function listen(
  { watcher, now }: LaneContext,
  connect: (after: number, ears: Ears) => () => void,
): LaneClient {
  const backoff = new Backoff(Math.random);
  let after = 0;
  let timer = 0;
  /** Of the connection that counts; what an older one still says is not heard. */
  let ears: Ears | undefined;
  let close = (): void => {};

  const open = (): void => {
    watcher.asked(now());
    const own: Ears = {
      opened() {
        if (ears !== own) return;
        backoff.reset();
        watcher.opened(now());
      },
      heard(data) {
        if (ears !== own) return;
        const at = now();
        const event = typeof data === "string" ? readEnvelope(data) : undefined;
        if (event === undefined) {
          watcher.garbled();
          return;
        }
        after = Math.max(after, event.seq);
        watcher.pushed(at, event);
      },
      gone(text) {
        if (ears !== own) return;
        const oldest = oldestIn(text);
        after = Math.max(after, oldest - 1);
        watcher.gone(oldest);
      },
      lost() {
        if (ears !== own) return;
        ears = undefined;
        close();
        watcher.failed(now());
        timer = window.setTimeout(open, backoff.next());
      },
    };
    ears = own;
    close = connect(after, own);
  };

  return {
    start(cursor) {
      after = cursor;
      open();
    },
    stop() {
      clearTimeout(timer);
      ears = undefined;
      close();
    },
  };
}
