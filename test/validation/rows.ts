import type { AbsentRow, Row } from "./row.ts";
import { answers } from "./rows/answers.ts";
import { FAULT_ROWS } from "./rows/faults.ts";
import { clientFrames, serverFrames } from "./rows/frames.ts";
import { INTEGRITY_ROWS } from "./rows/integrity.ts";
import { LONG_POLLING_ROWS } from "./rows/long-polling.ts";
import { nagle } from "./rows/nagle.ts";
import { longPolled, polled, pushed } from "./rows/network.ts";
import { POLLING_ROWS } from "./rows/polling.ts";
import { PUSH_ROWS } from "./rows/push.ts";
import { handshake, leanGet } from "./rows/requests.ts";
import { STALL_ROWS } from "./rows/stall.ts";

/** Every row that can be run, in the order in which they run. */
export const ROWS: readonly Row[] = [
  serverFrames,
  clientFrames,
  answers,
  leanGet,
  handshake,
  pushed,
  polled,
  longPolled,
  ...POLLING_ROWS,
  ...LONG_POLLING_ROWS,
  ...PUSH_ROWS,
  nagle,
  ...STALL_ROWS,
  ...FAULT_ROWS,
  // Last: it judges every cell before it.
  ...INTEGRITY_ROWS,
];

/** Rows that wait for something the program does not have yet. */
export const ABSENT: readonly AbsentRow[] = [
  {
    id: "3",
    check: "64 B chunked: SSE, SSE with an id, NDJSON",
    why: "NDJSON is not there, and no load client reads SSE yet; that an event with an id costs 85 B is a test of the server",
  },
  { id: "7", check: "TLS 1.3 and TLS 1.2 GCM, 64 B record", why: "there is no TLS yet" },
  {
    id: "26",
    check: "comparisons of a build with itself; injected changes",
    why: "a program of its own: npm run validate:gate",
  },
];
