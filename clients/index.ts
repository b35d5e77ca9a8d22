import type { ClientTransport } from "../core/transport.ts";
import type { TransportName } from "../core/transports.ts";
import { longPolling } from "./long-polling.ts";
import { polling } from "./polling.ts";
import { websocket } from "./websocket.ts";

/** The client halves of the built-in transports. */
export const CLIENTS = {
  polling,
  "long-polling": longPolling,
  websocket,
} as const satisfies Readonly<Record<TransportName, ClientTransport>>;
