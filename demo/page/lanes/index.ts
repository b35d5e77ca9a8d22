import type { Lane } from "../../protocol.ts";
import type { LaneClient, LaneContext } from "./lane.ts";
import { longPolling } from "./long-polling.ts";
import { polling } from "./polling.ts";
import { sse } from "./sse.ts";
import { websocket } from "./websocket.ts";

/** The browser's client of every lane. */
export const LANE_CLIENTS = {
  polling,
  "long-polling": longPolling,
  sse,
  websocket,
} as const satisfies Readonly<Record<Lane, (context: LaneContext) => LaneClient>>;
