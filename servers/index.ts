import type { ServerTransport } from "../core/transport.ts";
import type { ServedName } from "../core/transports.ts";
import { longPolling } from "./long-polling.ts";
import { polling } from "./polling.ts";
import { sse } from "./sse.ts";
import { websocket } from "./websocket.ts";

/** The server halves of the built-in transports. */
export const SERVERS = {
  polling,
  "long-polling": longPolling,
  sse,
  websocket,
} as const satisfies Readonly<Record<ServedName, ServerTransport>>;
