import type { Measured } from "../lab.ts";
import { metricOf } from "../reading.ts";
import { atLeast, atMost, exactly, type Line, type Row } from "../row.ts";

const TRANSPORTS = [
  { transport: "polling", params: { intervalMs: 200 } },
  { transport: "long-polling", params: { holdMs: 25_000 } },
  { transport: "websocket", params: {} },
] as const;

/** Generous: a busy machine takes longer, a client that never comes back takes for ever. */
const STORM_MS = 5000;

const LINK = { delayUpMs: 5, delayDownMs: 5, jitterMs: 0, stalls: [] };

/** Nothing lost, nothing repeated: what every transport promises of a connection that breaks. */
function wholeness(name: string, { load }: Measured): Line[] {
  const { lost, duplicated, corrupted } = load.audit;
  return [
    exactly(`${name}: lost`, "events", 0, lost),
    exactly(`${name}: delivered twice`, "events", 0, duplicated),
    exactly(`${name}: altered`, "events", 0, corrupted),
  ];
}

const cuts: Row = {
  id: "F1",
  check:
    "all connections of 100 clients cut every 2 s for a minute: nothing lost, nothing repeated; link in = link out + dropped",
  quick: false,
  seconds: 200,
  async run(lab) {
    const lines: Line[] = [];
    for (const { transport, params } of TRANSPORTS) {
      const cell = await lab.measure({
        transport,
        params,
        clients: 100,
        arrivals: "poisson",
        rate: 20,
        measureMs: 60_000,
        link: { ...LINK, cut: { kind: "every", everyMs: 2000, outageMs: 0 } },
      });
      const { fromClients, toServer, droppedUp, fromServer, toClients, droppedDown } = cell.link!.bytes;
      lines.push(
        ...wholeness(transport, cell),
        atLeast(`${transport}: connections cut`, "", 2800, cell.link!.cutConnections),
        exactly(
          `${transport}: bytes up, in less out and dropped`,
          "B",
          0,
          fromClients - toServer - droppedUp,
        ),
        exactly(
          `${transport}: bytes down, in less out and dropped`,
          "B",
          0,
          fromServer - toClients - droppedDown,
        ),
        atMost(
          `${transport}: bytes the clients received, of those the link handed on`,
          "B",
          toClients,
          cell.load.ledger.socketDown,
        ),
      );
    }
    return lines;
  },
};

const restart: Row = {
  id: "F2",
  check: "the server killed and, after 1 s, replaced by one fed again: nothing lost, nothing repeated",
  quick: false,
  seconds: 40,
  async run(lab) {
    const lines: Line[] = [];
    for (const { transport, params } of TRANSPORTS) {
      const cell = await lab.measure({
        transport,
        params,
        clients: 100,
        arrivals: "poisson",
        rate: 20,
        measureMs: 10_000,
        faults: [{ fault: "server-restart", atMs: 3000, forMs: 1000 }],
      });
      lines.push(
        ...wholeness(transport, cell),
        exactly(`${transport}: clients that came back`, "", 100, cell.load.reconnections),
      );
    }
    return lines;
  },
};

/**
 * Every client of 1,000 loses its connection at once and comes back after a jittered wait of 100 ms on average at
 * first: the last is there when it has been accepted and told what it missed.
 */
const storm: Row = {
  id: "F3",
  check: "a reconnect storm of 1,000 clients: how long until all are current again, and nothing lost",
  quick: false,
  seconds: 40,
  async run(lab) {
    const lines: Line[] = [];
    for (const { transport, params } of TRANSPORTS) {
      const cell = await lab.measure({
        transport,
        params: transport === "polling" ? { intervalMs: 1000 } : params,
        clients: 1000,
        arrivals: "poisson",
        rate: 2,
        measureMs: 10_000,
        link: { ...LINK, cut: { kind: "at", atMs: [3000], outageMs: 0 } },
        // A storm saturates whoever sits through it: that is what is measured here.
        expectInvalid: true,
      });
      lines.push(
        ...wholeness(transport, cell),
        exactly(`${transport}: clients that came back`, "", 1000, cell.load.reconnections),
        atMost(`${transport}: time until all were current`, "ms", STORM_MS, metricOf(cell, "recoveryMaxMs")),
      );
    }
    return lines;
  },
};

export const FAULT_ROWS: readonly Row[] = [cuts, restart, storm];
