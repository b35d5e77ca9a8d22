import type { LaneClient, LaneContext } from "./lane.ts";
import { listen } from "./listen.ts";

/**
 * Server-sent events by `EventSource`. It connects again by itself, but only after seconds and not after every
 * failure; here a failed one is replaced, as soon as the other lanes would try again.
 */
export function sse(context: LaneContext): LaneClient {
  return listen(context, (after, ears) => {
    const source = new EventSource(`${context.url}/sse?after=${after}`);
    source.onopen = () => ears.opened();
    source.onmessage = ({ data }: MessageEvent<unknown>) => ears.heard(data);
    source.addEventListener("gone", ({ data }: MessageEvent<string>) => ears.gone(data));
    source.onerror = () => ears.lost();
    return () => source.close();
  });
}
