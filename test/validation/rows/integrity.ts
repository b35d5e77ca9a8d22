import type { Measured } from "../lab.ts";
import { exactly, type Row } from "../row.ts";

/** Runs last: what all cells before it showed, and one stream through every transport. */
const integrity: Row = {
  id: "25",
  check:
    "integrity: sent = received, none twice, in order; one stream across transports; every byte accounted for",
  quick: true,
  seconds: 10,
  async run(lab) {
    const digests: string[] = [];
    for (const transport of ["polling", "long-polling", "websocket"]) {
      const cell: Measured = await lab.measure({
        transport,
        params:
          transport === "polling"
            ? { intervalMs: 100 }
            : transport === "long-polling"
              ? { holdMs: 25_000 }
              : {},
        clients: 20,
        arrivals: "poisson",
        rate: 50,
        measureMs: 1000,
        warmupMs: 200,
      });
      digests.push(cell.cell.received ?? "nothing received");
    }
    return [
      exactly("digests of the received stream, over three transports", "different", 1, new Set(digests).size),
      ...lab.integrity.lines(),
    ];
  },
};

export const INTEGRITY_ROWS: readonly Row[] = [integrity];
