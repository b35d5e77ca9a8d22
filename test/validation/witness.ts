import { appendFileSync } from "node:fs";
import { hostClock } from "../../core/clock.ts";
import type { ServerTransport } from "../../core/transport.ts";
import { websocket } from "../../servers/websocket.ts";

/**
 * The WebSocket server half, which also writes down when it could send each event: `seq moment` by line, into the
 * file that its option `witness` names. A meter that counts latency from there is blind to a stalled server.
 */
export const server = {
  name: websocket.name,
  create(context, params) {
    const clock = hostClock();
    context.feed.subscribe(({ seq }) => appendFileSync(String(params.witness), `${seq} ${clock.now()}\n`));
    return websocket.create(context);
  },
} satisfies ServerTransport;

export const client = "websocket";
