import type { Measured } from "./lab.ts";
import { exactly, type Line } from "./row.ts";

/** What the cells of a suite show together: row 25 and the ledgers. */
export class Integrity {
  cells = 0;
  #expected = 0;
  #delivered = 0;
  #repeated = 0;
  #reordered = 0;
  #corrupted = 0;
  #negative = 0;
  #otherStreams = 0;
  #purposes = 0;
  #links = 0;
  #servers = 0;

  add({ load, cell, link, server, stream }: Measured): void {
    this.cells++;
    this.#expected += load.audit.expected;
    this.#delivered += load.audit.delivered;
    this.#repeated += load.audit.duplicated;
    this.#reordered += load.audit.reordered;
    this.#corrupted += load.audit.corrupted;
    this.#negative += load.negativeLatencies;
    // A stream without an event has nothing to be recomputed from.
    if (stream.events > 0 && cell.received !== cell.stream) this.#otherStreams++;

    const { up, down, socketUp, socketDown } = load.ledger;
    // Where connections broke, bytes die in the kernel: the verdict checks the bounds that hold then.
    const broke = load.lostConnections > 0 || load.malformed > 0;
    if (broke) return;
    this.#purposes += Math.abs(up - socketUp) + Math.abs(down - socketDown);
    if (link !== undefined) {
      const { fromClients, toServer, fromServer, toClients } = link.bytes;
      this.#links += Math.abs(fromClients - socketUp) + Math.abs(toClients - socketDown);
      this.#links += Math.abs(fromClients - toServer) + Math.abs(fromServer - toClients);
    }
    const { bytesReceived, bytesSent } = server.counters;
    this.#servers += Math.abs(bytesReceived - socketUp) + Math.abs(bytesSent - socketDown);
  }

  /** One line per property, over all cells so far. */
  lines(): readonly Line[] {
    const all = `all ${this.cells} cells`;
    return [
      exactly(`${all}: delivered, of those sent to someone`, "events", this.#expected, this.#delivered),
      exactly(`${all}: delivered twice`, "events", 0, this.#repeated),
      exactly(`${all}: out of order`, "events", 0, this.#reordered),
      exactly(`${all}: altered`, "events", 0, this.#corrupted),
      exactly(`${all}: negative latencies`, "events", 0, this.#negative),
      exactly(
        `${all}: received stream's digest differs from the scheduled one's`,
        "cells",
        0,
        this.#otherStreams,
      ),
      exactly(`${all}: bytes by purpose against the clients' sockets`, "B apart", 0, this.#purposes),
      exactly(`${all}: the link's counts against the clients' sockets and itself`, "B apart", 0, this.#links),
      exactly(`${all}: the server's sockets against the clients'`, "B apart", 0, this.#servers),
    ];
  }
}
