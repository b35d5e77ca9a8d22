// The contests: who takes part, at which points, and what a row of the table says.
import { FAN_OUT, PACED_POLLING, POLLING, WEBSOCKET, WRK } from "./contestants.mjs";
import { cost, idle } from "./measure.mjs";
import { median, spread } from "./statistics.mjs";

/** Bytes of data that make an envelope of about this size. */
const payloadFor = (envelope) => Math.max(1, envelope - 48);

/** Events a second, over all clients, at which two cores are busy; bigger events cost the kernel more. */
const SATURATED = { 64: 100_000, 1024: 60_000, 16384: 8000 };

function* receivePoints(full) {
  const sizes = [64, 1024, 16384];
  const clients = [100, 500, 1000, 5000];
  for (const envelope of sizes) {
    for (const count of clients) {
      for (const share of [1, 0.5]) {
        const onAxis =
          (envelope === 64 && share === 1) ||
          (count === 500 && share === 1) ||
          (count === 500 && envelope === 64);
        if (full || onAxis)
          yield {
            envelope,
            clients: count,
            load: share === 1 ? "saturated" : "half",
            total: SATURATED[envelope] * share,
          };
      }
    }
  }
}

/** Requests a second of half load: about half of what this server answers on two cores. */
const HALF_REQUESTS = 8000;

/** Without an envelope the answers are empty (204). */
function* askPoints(full) {
  for (const envelope of [undefined, 64, 1024, 16384]) {
    for (const clients of [50, 100, 1000, 5000]) {
      for (const perSecond of [undefined, HALF_REQUESTS]) {
        const empty = envelope === undefined && perSecond === undefined && clients <= 1000;
        const onAxis = empty || (clients === 100 && (envelope === undefined) !== (perSecond === undefined));
        if (full || onAxis) yield { clients, envelope, perSecond };
      }
    }
  }
}

/** Receiving events over WebSocket: CPU of the client process per delivered event. */
export const receive = {
  title: "WebSocket: client CPU per delivered event",
  ours: "ours-websocket",
  points: receivePoints,
  contestants: () => WEBSOCKET,
  label: ({ clients, envelope, load }) => `${clients} clients, ${envelope} B, ${load}`,
  measure: (contestant, { clients, envelope, total }, windowMs) =>
    cost(contestant, {
      transport: "websocket",
      clients,
      rate: total / clients,
      payloadBytes: payloadFor(envelope),
      windowMs,
    }),
};

/** Asking over HTTP, one request outstanding on each connection. */
export const ask = {
  title: "Polling: client CPU per answered request",
  ours: "ours-polling",
  points: askPoints,
  // At a given rate only those that can keep one take part.
  contestants: ({ perSecond }) => {
    if (perSecond !== undefined) return PACED_POLLING;
    return WRK.available() ? [...POLLING, WRK] : POLLING;
  },
  label: ({ clients, envelope, perSecond }) =>
    `${clients} connections, ${envelope === undefined ? "empty answers" : `${envelope} B events`}, ` +
    `${perSecond === undefined ? "saturated" : "half"}`,
  measure: (contestant, { clients, envelope, perSecond }, windowMs) =>
    cost(contestant, {
      transport: "polling",
      clients,
      payloadBytes: payloadFor(envelope ?? 64),
      windowMs,
      extra: { perSecond, withEvent: envelope !== undefined },
    }),
};

/** The server's side: what a broadcast costs it, beside a loop that does nothing but write. */
export const fanOut = {
  title: "Fan-out: server CPU per delivered event",
  ours: "server",
  points: function* () {
    for (const clients of [100, 1000, 5000]) yield { clients };
  },
  contestants: () => FAN_OUT,
  label: ({ clients }) => `${clients} clients`,
  measure: (contestant, { clients }, windowMs) => contestant.measure({ clients, total: 40_000, windowMs }),
};

/** Runs one contest: contestants in turn within each round, so that a drift of the machine hits all alike. */
export async function run(contest, { full, clients, rounds, windowMs, tell }) {
  const rows = [];
  for (const point of contest.points(full)) {
    if (clients.length > 0 && !clients.includes(point.clients)) continue;
    const contestants = contest.contestants(point);
    const samples = new Map(contestants.map(({ name }) => [name, []]));
    for (let round = 0; round < rounds; round++) {
      const order = round % 2 === 0 ? contestants : contestants.toReversed();
      for (const contestant of order) {
        tell(
          `${contest.title} · ${contest.label(point)} · ${contestant.name} · round ${round + 1} of ${rounds}`,
        );
        samples.get(contestant.name).push(await contest.measure(contestant, point, windowMs));
      }
    }
    const oursTotals = samples.get(contest.ours).map(total);
    const oursUsers = samples.get(contest.ours).map(({ userUs }) => userUs);
    for (const [name, of] of samples) {
      const totals = of.map(total);
      const users = of.map(({ userUs }) => userUs);
      rows.push({
        contest: contest.title,
        point,
        label: contest.label(point),
        name,
        perSecond: median(of.map(({ perSecond }) => perSecond)),
        userUs: median(users),
        systemUs: median(of.map(({ systemUs }) => systemUs)),
        totalUs: median(totals),
        spread: spread(totals),
        // Round by round, so that what the machine did in that round cancels.
        oursToThis: median(totals.map((theirs, i) => oursTotals[i] / theirs)),
        oursToThisUser: median(users.map((theirs, i) => oursUsers[i] / theirs)),
      });
    }
  }
  return rows;
}

const total = ({ userUs, systemUs }) => userUs + systemUs;

/** Memory per idle client and connections per second, from two sizes, so that the program itself drops out. */
export async function idleClients({ rounds, tell }) {
  const [few, many] = [10, 4010];
  const cases = [
    ...WEBSOCKET.slice(0, 2).map((contestant) => ({ contestant, transport: "websocket" })),
    { contestant: POLLING[0], transport: "polling" },
  ];
  const rows = [];
  for (const { contestant, transport } of cases) {
    const bytes = [];
    const perSecond = [];
    for (let round = 0; round < rounds; round++) {
      tell(`Idle clients · ${contestant.name} · round ${round + 1} of ${rounds}`);
      const small = await idle(contestant, { transport, clients: few });
      const large = await idle(contestant, { transport, clients: many });
      bytes.push((large.rssBytes - small.rssBytes) / (many - few));
      perSecond.push(((many - few) / (large.connectMs - small.connectMs)) * 1000);
    }
    rows.push({
      name: contestant.name,
      rssBytesPerClient: median(bytes),
      spread: spread(bytes),
      connectionsPerSecond: median(perSecond),
    });
  }
  return rows;
}
