import type { AbsentRow, Row } from "./row.ts";

/** Every row that can be run, in the order of the table. */
export const ROWS: readonly Row[] = [];

/** Rows that wait for something the program does not have yet. */
export const ABSENT: readonly AbsentRow[] = [
  { id: "3", check: "64 B chunked: SSE, SSE with an id, NDJSON", why: "these transports are not there yet" },
  { id: "7", check: "TLS 1.3 and TLS 1.2 GCM, 64 B record", why: "there is no TLS yet" },
  {
    id: "26",
    check: "comparisons of a build with itself; injected changes",
    why: "the gate that compares builds is not there yet",
  },
];
