import { requestHeaders } from "../../clients/headers.ts";
import { CLIENTS } from "../../clients/index.ts";
import { HeapPacer, timerAlarm } from "../../clients/pacer.ts";
import { hostClock } from "../../core/clock.ts";
import { encodeEnvelopeTail } from "../../core/envelope.ts";
import type { HeaderProfile } from "../../core/scenario.ts";
import type { ClientHalf, ServerHalf, ServerTransport } from "../../core/transport.ts";
import type { TransportName } from "../../core/transports.ts";
import { FEED_LIMITS, type FeedLimits, FeedLog } from "../../servers/feed.ts";
import { SERVERS } from "../../servers/index.ts";
import { Recorder } from "./recorder.ts";

/** Options quick enough for a test. */
const PARAMS: Readonly<Record<TransportName, Record<string, number>>> = {
  polling: { intervalMs: 20 },
  "long-polling": { holdMs: 5000 },
  websocket: {},
};

export interface PairOptions {
  readonly clients?: number;
  readonly feed?: FeedLimits;
  readonly params?: Record<string, number>;
  readonly headers?: HeaderProfile;
  readonly maxBufferedBytes?: number;
  /** Someone else's server half in the place of the built-in one of that name. */
  readonly server?: ServerTransport;
}

/** Both halves of one transport over real sockets, without a harness around them. */
export interface Pair {
  readonly feed: FeedLog;
  readonly server: ServerHalf;
  readonly url: string;
  readonly half: ClientHalf;
  readonly heard: Recorder;
  /** Adds events with the next cursors; each carries `dataBytes` of data. */
  publish(count: number, dataBytes?: number): void;
  /** Connects every client. */
  connect(): void;
  /** Ends every client. */
  hangUp(): void;
  close(): Promise<void>;
}

export async function openPair(name: TransportName, options: PairOptions = {}): Promise<Pair> {
  const { clients = 1, params = PARAMS[name], headers = "lean", maxBufferedBytes = 1024 ** 2 } = options;
  const feed = new FeedLog(options.feed ?? FEED_LIMITS);
  const transport: ServerTransport = options.server ?? SERVERS[name];
  const server = await transport.create({ feed, maxBufferedBytes }, params);
  const { url } = await server.listen({ host: "127.0.0.1", port: 0 });
  const heard = new Recorder(clients);
  const pacer = new HeapPacer({ clock: hostClock(), alarm: timerAlarm, seed: 1, clients, firstClient: 0 });
  const half = CLIENTS[name].create(
    { url, clients, firstClient: 0, observer: heard, pacer, headers: requestHeaders(headers, 0) },
    params,
  );
  const each = (act: (client: number) => void): void => {
    for (let client = 0; client < clients; client++) act(client);
  };
  return {
    feed,
    server,
    url,
    half,
    heard,
    publish: (count, dataBytes = 40) => {
      for (let i = 0; i < count; i++) {
        const id = feed.newest + 1;
        feed.append(Buffer.from(encodeEnvelopeTail(id, id * 1000, "x".repeat(dataBytes))));
      }
    },
    connect: () => each((client) => half.connect(client)),
    hangUp: () => each((client) => half.close(client)),
    close: async () => {
      each((client) => half.close(client));
      await server.close();
    },
  };
}

/** The cursors `from` to `to`, both included. */
export function cursors(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}
