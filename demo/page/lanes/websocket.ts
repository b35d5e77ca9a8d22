import type { LaneClient, LaneContext } from "./lane.ts";
import { listen } from "./listen.ts";

/** Close code that says the server's log no longer reaches back to the cursor. */
const GONE = 4410;

/** WebSocket: one connection, one message per event; a lost connection is opened again from the cursor. */
export function websocket(context: LaneContext): LaneClient {
  return listen(context, (after, ears) => {
    const socket = new WebSocket(`${context.url.replace(/^http/, "ws")}/websocket?after=${after}`);
    socket.onopen = () => ears.opened();
    socket.onmessage = ({ data }: MessageEvent<unknown>) => ears.heard(data);
    socket.onclose = ({ code, reason }) => {
      if (code === GONE) ears.gone(reason);
      ears.lost();
    };
    return () => socket.close();
  });
}
