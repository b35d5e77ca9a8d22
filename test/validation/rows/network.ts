import type { Lab, Measured, Setup } from "../lab.ts";
import { exactly, type Line, type Row, withinShare } from "../row.ts";
import { inNamespace } from "./namespace.ts";
import {
  EMPTY_ANSWER_BYTES,
  frameBytes,
  HOST,
  leanGetBytes,
  oneEventAnswerBytes,
  PACKET_BYTES,
} from "./parts.ts";

// A packet costs 52 bytes besides the stream's. What is counted is the loopback interface, in a network namespace
// where nothing else is; bytes there start at IP's header.

export const pushed: Row = {
  id: "8",
  check:
    "network bytes and packets per 64 B event in a network namespace: WebSocket " +
    "(UDP, TCP, NDJSON and SSE are not there yet)",
  quick: true,
  seconds: 6,
  run: (lab) => inNamespace("8", lab, () => webSocketEvents(lab)),
};

export const polled: Row = {
  id: "9",
  check:
    "network bytes and packets of a poll, lean, in a network namespace: empty (204), and with one 64 B event",
  quick: false,
  seconds: 12,
  run: (lab) => inNamespace("9", lab, () => polls(lab)),
};

export const longPolled: Row = {
  id: "10",
  check: "network bytes and packets of a long poll with one 64 B event, lean, in a network namespace",
  quick: false,
  seconds: 12,
  run: (lab) => inNamespace("10", lab, () => longPolls(lab)),
};

async function webSocketEvents(lab: Lab): Promise<readonly Line[]> {
  // ids 100 to 299 and due times of ten digits: 46 bytes of envelope around 18 of payload.
  const measured = await lab.measure({
    ...COUNTED,
    transport: "websocket",
    clients: 20,
    rate: 100,
    payloadBytes: 18,
    warmupMs: 1000,
    measureMs: lab.quick ? 1000 : 2000,
  });
  const { networkBytesPerEvent = Number.NaN, networkPacketsPerEvent = Number.NaN } = measured.cell.metrics;
  const events = eventsOf(measured);
  // One packet with the frame and one that acknowledges it: 64 + 2 + 2 · 52 = 170, as METHOD has it.
  const expected = mean(events, ({ envelope }) => frameBytes(envelope) + 2 * PACKET_BYTES);
  return [
    sizes(events),
    withinShare("WebSocket, an event", "B", expected, networkBytesPerEvent, 0.01),
    withinShare("WebSocket, an event", "packets", 2, networkPacketsPerEvent, 0.01),
    ledger(lab),
  ];
}

async function polls(lab: Lab): Promise<readonly Line[]> {
  // As many polls as events: each brings exactly one. Clients ask with cursors of two digits, 10 to 39, so the
  // request has 25 + 17 + 15 = 57 B and the answer 237: request, answer, and an acknowledgement of the answer by
  // itself, because the next request is more than 40 ms away: 57 + 237 + 3 · 52 = 450 B, as METHOD has it.
  const full = await lab.measure({
    ...COUNTED,
    transport: "polling",
    params: { intervalMs: 100 },
    clients: 40,
    rate: 10,
    payloadBytes: 20,
    warmupMs: 1000,
    measureMs: lab.quick ? 1500 : 3000,
  });
  const events = eventsOf(full);
  const expected = exchangeOf(full, 3, (after) => `/polling?after=${after}`);

  // One poll in ten brings an event; cursors have one digit, so a request has 56 B, an empty poll
  // 56 + 112 + 3 · 52 = 324 B (METHOD's 325 is with two digits), and a full one of 62 B 56 + 235 + 156 = 447.
  const sparse = await lab.measure({
    ...COUNTED,
    transport: "polling",
    params: { intervalMs: 100 },
    clients: 40,
    rate: 1,
    payloadBytes: 20,
    warmupMs: 1000,
    measureMs: lab.quick ? 2000 : 4000,
  });
  const { window, network } = sparse.load;
  const request = leanGetBytes("/polling?after=1", HOST);
  const emptyPoll = request + EMPTY_ANSWER_BYTES + 3 * PACKET_BYTES;
  const fullPoll =
    request + mean(eventsOf(sparse), ({ envelope }) => oneEventAnswerBytes(envelope)) + 3 * PACKET_BYTES;
  const fullPolls = window.responses - window.emptyResponses;
  const spent = (network?.bytes ?? Number.NaN) - fullPolls * fullPoll;
  const perPoll = exchange(full);
  return [
    sizes(events),
    withinShare("a poll with one event", "B", expected, perPoll.bytes, 0.01),
    withinShare("a poll with one event", "packets", 3, perPoll.packets, 0.01),
    asMeant("polls per event, there", full),
    withinShare("an empty poll", "B", emptyPoll, spent / window.emptyResponses, 0.01),
    withinShare("an empty poll", "packets", 3, exchange(sparse).packets, 0.01),
    ledger(lab),
  ];
}

async function longPolls(lab: Lab): Promise<readonly Line[]> {
  // P = 2 ms: the next request acknowledges the answer and the answer the request, so 2 packets. Cursors have
  // three digits, so a request has 25 + 36 + 15 = 76 B: 76 + 237 + 2 · 52 = 417 B at 64 B an envelope, as METHOD
  // has it. In the first half second due times have a digit less.
  const dense = await lab.measure({
    ...COUNTED,
    transport: "long-polling",
    params: HOLD,
    clients: 2,
    rate: 500,
    payloadBytes: 18,
    warmupMs: 500,
    measureMs: 1490,
  });
  // P = 100 ms: a request is held for longer than the 40 ms after which it is acknowledged by a packet of its
  // own, so 3. Cursors have two digits, so a request has 75 B: 75 + 237 + 3 · 52 = 468 B.
  const sparse = await lab.measure({
    ...COUNTED,
    transport: "long-polling",
    params: HOLD,
    clients: 40,
    rate: 10,
    payloadBytes: 20,
    warmupMs: 1000,
    measureMs: 3000,
  });
  return [
    sizes(eventsOf(sparse)),
    ...longPollLines("every 2 ms", dense, 2),
    ...longPollLines("every 100 ms", sparse, 3),
    ledger(lab),
  ];
}

function longPollLines(what: string, measured: Measured, packets: number): readonly Line[] {
  const expected = exchangeOf(measured, packets, (after) => `/long-polling?after=${after}&holdMs=25000`);
  const perPoll = exchange(measured);
  return [
    withinShare(`a long poll, an event ${what}`, "B", expected, perPoll.bytes, 0.015),
    withinShare(`a long poll, an event ${what}`, "packets", packets, perPoll.packets, 0.015),
    asMeant(`long polls per event, ${what}`, measured),
  ];
}

/** That nearly every exchange brought one event, which the figures beside it are about. */
const asMeant = (what: string, { cell }: Measured): Line =>
  withinShare(what, "", 1, cell.metrics.requestsPerEvent ?? Number.NaN, 0.05);

const HOLD = { holdMs: 25_000 };
const COUNTED = { arrivals: "periodic", headers: "lean", netns: true } as const satisfies Partial<Setup>;

interface SizedEvent {
  readonly id: number;
  /** Bytes of its envelope. */
  readonly envelope: number;
}

/** The window's events by the schedule, not by what was received. */
function eventsOf({ scenario, stream }: Measured): readonly SizedEvent[] {
  const { warmupMs, measureMs } = scenario.phases;
  const ids = Array.from({ length: stream.events }, (_, i) => i + 1);
  return ids
    .map((id) => ({ id, text: stream.envelope(id) }))
    .filter(({ text }) => {
      const dueMs = (JSON.parse(text) as { at: number }).at / 1e6;
      return dueMs >= warmupMs && dueMs < warmupMs + measureMs;
    })
    .map(({ id, text }) => ({ id, envelope: text.length }));
}

/**
 * What a request and an answer with an event should cost. Where the machine was busy and two events came with one
 * answer, that one has another envelope, a comma and a digit of Content-Length more.
 */
function exchangeOf(measured: Measured, packets: number, target: (after: number) => string): number {
  const { events, responses, emptyResponses } = measured.load.window;
  const further = events / (responses - emptyResponses) - 1;
  return mean(eventsOf(measured), ({ id, envelope }) => {
    const alone = leanGetBytes(target(id - 1), HOST) + oneEventAnswerBytes(envelope);
    return alone + further * (envelope + 2) + packets * PACKET_BYTES;
  });
}

/** What one request with its answer cost on the network. */
function exchange({ load: { network, window } }: Measured): { bytes: number; packets: number } {
  return {
    bytes: (network?.bytes ?? Number.NaN) / window.requests,
    packets: (network?.packets ?? Number.NaN) / window.requests,
  };
}

const sizes = (events: readonly SizedEvent[]): Line =>
  exactly(
    "an envelope, mean",
    "B",
    64,
    mean(events, ({ envelope }) => envelope),
  );

/** Integrity of the cells that were measured inside: the suite outside does not see them. */
function ledger(lab: Lab): Line {
  const failed = lab.integrity.lines().filter(({ pass }) => !pass);
  const named = failed.map(({ what, measured, unit }) => `${what}: ${measured} ${unit}`);
  return exactly("integrity of these cells", "", "held", failed.length === 0 ? "held" : named.join("; "));
}

const mean = <T>(items: readonly T[], of: (item: T) => number): number =>
  items.reduce((sum, item) => sum + of(item), 0) / items.length;
