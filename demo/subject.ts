/** Process entry: the demo's server. One feed, four transports, for the page's lanes and for the crowd's. */
import { hostClock } from "../core/clock.ts";
import type { ServerAccess, ServerHalf, ServerTransport } from "../core/transport.ts";
import type { Bytes, Milliseconds } from "../core/units.ts";
import { type FeedLimits, FeedLog } from "../servers/feed.ts";
import { SERVERS } from "../servers/index.ts";
import type { FromSubject, Party, PerLane, ToSubject } from "./child-messages.ts";
import { HOST } from "./guard.ts";
import { LANES, type LaneCounters } from "./protocol.ts";
import { runChild } from "./run-child.ts";

/** Enough for the longest outage at the highest rate, so that whoever comes back misses nothing. */
const LOG: FeedLimits = { maxEvents: 5000, maxBytes: 24 * 1024 ** 2 };
/** Unread bytes at which a client that does not read is disconnected. */
const MAX_BUFFERED_BYTES: Bytes = 1024 ** 2;

class Subject {
  readonly #clock = hostClock();
  readonly #feed = new FeedLog(LOG);
  readonly #say: (message: FromSubject) => void;
  #halves: Readonly<Record<Party, PerLane<ServerHalf>>> | undefined;

  constructor(say: (message: FromSubject) => void) {
    this.#say = say;
  }

  async handle(message: Exclude<ToSubject, { type: "stop" }>): Promise<void> {
    switch (message.type) {
      case "prepare":
        await this.#prepare(message.access);
        break;
      case "event":
        this.#feed.append(Buffer.from(message.tail));
        break;
      case "stall":
        stall(message.forMs);
        this.#say({ type: "resumed" });
        break;
      case "count":
        this.#count(message.n);
        break;
      default:
        message satisfies never;
    }
  }

  async stop(): Promise<void> {
    const { page, crowd } = this.#halves ?? {};
    const halves = [...Object.values(page ?? {}), ...Object.values(crowd ?? {})];
    await Promise.all(halves.map((half) => half.close()));
  }

  async #prepare(access: ServerAccess): Promise<void> {
    const build = () =>
      eachLane((lane) => {
        const transport: ServerTransport = SERVERS[lane];
        return transport.create({ feed: this.#feed, maxBufferedBytes: MAX_BUFFERED_BYTES, access }, {});
      });
    const listen = (halves: PerLane<ServerHalf>) =>
      eachLane(async (lane) => (await halves[lane].listen({ host: HOST, port: 0 })).url);
    this.#halves = { page: await build(), crowd: await build() };
    const { page, crowd } = this.#halves;
    this.#say({ type: "ready", urls: { page: await listen(page), crowd: await listen(crowd) } });
  }

  #count(n: number): void {
    if (this.#halves === undefined) return;
    const { user, system } = process.cpuUsage();
    this.#say({
      type: "counted",
      n,
      at: this.#clock.now(),
      cpuMs: (user + system) / 1000,
      rssBytes: process.memoryUsage.rss(),
      counters: { page: countersOf(this.#halves.page), crowd: countersOf(this.#halves.crowd) },
    });
  }
}

/** Blocks this process's only thread, as work that should not be there does: nothing is read, answered or sent. */
function stall(forMs: Milliseconds): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, forMs);
}

async function eachLane<Value>(
  of: (lane: (typeof LANES)[number]) => Value | Promise<Value>,
): Promise<PerLane<Value>> {
  const entries = await Promise.all(LANES.map(async (lane) => [lane, await of(lane)] as const));
  return Object.fromEntries(entries) as PerLane<Value>;
}

function countersOf(halves: PerLane<ServerHalf>): PerLane<LaneCounters> {
  const counted = LANES.map((lane) => {
    const { slowClients: _, ...counters } = halves[lane].counters();
    return [lane, counters] as const;
  });
  return Object.fromEntries(counted) as PerLane<LaneCounters>;
}

runChild<ToSubject, FromSubject>((say) => new Subject(say));
