import { requestHeaders } from "../../../clients/headers.ts";
import { CLIENTS } from "../../../clients/index.ts";
import { HeapPacer, timerAlarm } from "../../../clients/pacer.ts";
import { hostClock } from "../../../core/clock.ts";
import type { ClientHalf, ClientObserver, ServerHalf, ServerTransport } from "../../../core/transport.ts";
import { TRANSPORTS, type TransportName } from "../../../core/transports.ts";
import { FEED_LIMITS, FeedLog } from "../../../servers/feed.ts";
import { SERVERS } from "../../../servers/index.ts";

/** The product's server half of a transport, listening in this process, and its log. */
export interface Subject {
  readonly feed: FeedLog;
  readonly half: ServerHalf;
  readonly url: string;
  readonly port: number;
}

export async function openSubject(name: TransportName): Promise<Subject> {
  const feed = new FeedLog(FEED_LIMITS);
  const transport: ServerTransport = SERVERS[name];
  const half = await transport.create({ feed, maxBufferedBytes: 1024 ** 2 }, {});
  const { url } = await half.listen({ host: "127.0.0.1", port: 0 });
  return { feed, half, url, port: Number(new URL(url).port) };
}

/** One client of the product's client half, with the least headers, connecting to `url`. It ends with `close(0)`. */
export function openClient(
  name: TransportName,
  url: string,
  heard: Partial<ClientObserver>,
  options: Readonly<Record<string, number>> = {},
): ClientHalf {
  const defaults = Object.fromEntries(TRANSPORTS[name].params.map((param) => [param.name, param.default]));
  const pacer = new HeapPacer({
    clock: hostClock(),
    alarm: timerAlarm,
    seed: 1,
    clients: 1,
    firstClient: 0,
  });
  const half = CLIENTS[name].create(
    {
      url,
      clients: 1,
      firstClient: 0,
      observer: { ...DEAF, ...heard },
      pacer,
      headers: requestHeaders("lean", 0),
    },
    { ...defaults, ...options },
  );
  half.connect(0);
  return half;
}

const DEAF: ClientObserver = {
  received() {},
  opening() {},
  opened() {},
  requested() {},
  responded() {},
  event() {},
  controlled() {},
  skipped() {},
  gone() {},
  closed() {},
};

const ENVELOPE_REST = '"id":1,"at":0,"data":""}';

/** What an event with this cursor needs after it, so that its envelope has `bytes` bytes: 34 at least. */
export function tailFor(seq: number, bytes: number): Buffer {
  const fill = bytes - `{"seq":${seq},`.length - ENVELOPE_REST.length;
  return Buffer.from(`"id":1,"at":0,"data":"${"x".repeat(fill)}"}`);
}
