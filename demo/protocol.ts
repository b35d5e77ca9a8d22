import type { Bytes, Milliseconds, Nanoseconds } from "../core/units.ts";

/**
 * What the demo's page and its server say to each other: types and limits only, so that both sides and no one
 * else can import it.
 *
 * ```text
 *                 page (http://127.0.0.1:P)
 *    control channel │            │ four lanes, each through a link relay on a port of its own
 *   ws://…:P/control │            │ http://127.0.0.1:L1/polling?after=N   …   ws://127.0.0.1:L4/websocket?after=N
 *                 ┌──▼─────┐   ┌──▼──┐
 *                 │ front  │   │links│  delay, jitter, drop        one process: front, event source, relays, crowd
 *                 └──┬─────┘   └──┬──┘
 *                    └── events ──▶ server: one feed, four transports   another: what a stall stops
 * ```
 *
 * - **Page.** `GET /` is the page, `GET /demo.js` and `GET /demo.css` all it loads. The front's port is the page's
 *   origin. The page sets up everything else from `hello`.
 * - **Lanes** cross a link relay each, the real one of `link/`, so each has a port, and thereby an origin and a
 *   pool of six connections, of its own. A lane's GET is a simple request: no header of ours, so no preflight. Its
 *   answers carry `Access-Control-Allow-Origin: <the page's origin>`. What this adds to bytes as a browser sends
 *   them (`Origin`, `Sec-Fetch-*`, that answer header) is in the counts. Use `cache: "no-store"` and
 *   `credentials: "omit"` for fetch. `GET <lane.url>` + path and query:
 *
 *   | lane         | path                           | answer                                                        |
 *   | ------------ | ------------------------------ | ------------------------------------------------------------- |
 *   | polling      | `/polling?after=N`             | 200 JSON array of envelopes, 204 nothing new, 410 `{oldest}`   |
 *   | long-polling | `/long-polling?after=N&holdMs=H` | the same, held up to H ms                                    |
 *   | sse          | `/sse?after=N`                 | `id:` = cursor, `data:` = envelope; `event: gone`, data = oldest |
 *   | websocket    | `/websocket?after=N`           | a text message per envelope; close code 4410, reason = oldest |
 *
 *   `after` is the cursor: the `seq` of the newest event that the lane has. Begin with `hello.newest`. EventSource
 *   resumes by itself (Last-Event-ID wins over `after`) as long as it retries; where it gives up (readyState
 *   CLOSED), open a new one with `after`.
 * - **Envelope**, on every lane: `{"seq":12,"id":12,"at":3000000000,"data":"…"}`, `at` = due time in ns on the
 *   stream's clock.
 * - **Clock.** The stream's clock starts with the program and never stops, paused or not. To map the page's own:
 *   send `clock` with `sent: performance.now()` some 20 times, take the answer with the shortest round trip,
 *   `offset = at − (sent + received) / 2`, error at most half that round trip plus the timer's grain; again every
 *   few seconds, as clocks drift. An event's delay is `now + offset − at`: late emission, the server and the link
 *   are in it. The control channel does not cross the link.
 * - **Predictions** are computed in the page: `models/` imports nothing of Node's. For SSE take the model of
 *   `websocket`; bursty arrivals have no model for long polling's gap, while polling's mean of T/2 + D holds for
 *   any arrivals.
 * - **Counters** are counts since the program started, each only grows: keep the first ones you see and show
 *   differences. `page` is what this page's lanes caused (and those of any other tab: see `pages`), `crowd` what
 *   the other `clients − 1` did, on server halves of their own in the same process. When events are paused and
 *   all lanes idle, `page.requests`, `.emptyResponses` and `.eventsSent` are exactly what the page counted; bytes
 *   are those of the server's sockets, headers included, which a page cannot see.
 */
export const PROTOCOL_VERSION = 1;

/** The lanes in the order in which they are shown. */
export const LANES = ["polling", "long-polling", "sse", "websocket"] as const;
export type Lane = (typeof LANES)[number];

/** How events are spread over time. Bursty: groups of `BURST_EVENTS`, then silence; the mean rate is kept. */
export const DEMO_ARRIVALS = ["poisson", "periodic", "bursty"] as const;
export type DemoArrivals = (typeof DEMO_ARRIVALS)[number];
/** Events of one burst, and the largest gap between two of them. */
export const BURST_EVENTS = 5;
export const BURST_GAP_MS: Milliseconds = 20;

/** Path of the control channel, a WebSocket on the page's own origin; text frames of JSON. */
export const CONTROL_PATH = "/control";
/** How often `stats` come. */
export const STATS_EVERY_MS: Milliseconds = 250;

/** What can be set, for everyone who looks at this demo: a second tab sees and changes the same. */
export interface DemoSettings {
  readonly arrivals: DemoArrivals;
  /** Mean events per second. */
  readonly rate: number;
  /** Characters of each event's `data`. */
  readonly payloadBytes: Bytes;
  /** How often the page's polling lane and the crowd's poll; the page does its own pacing. */
  readonly pollIntervalMs: Milliseconds;
  /** One-way delay of every lane's link, the same up and down. Changes take hold of open connections. */
  readonly delayMs: Milliseconds;
  /** Each piece of data is up to this much earlier or later; at most `delayMs`. */
  readonly jitterMs: Milliseconds;
  /** Clients of each lane, the page's one included: the others are the crowd. */
  readonly clients: number;
  /** No events but fired ones. The stream's clock goes on. */
  readonly paused: boolean;
}

export const DEFAULT_SETTINGS: DemoSettings = {
  arrivals: "poisson",
  rate: 2,
  payloadBytes: 160,
  pollIntervalMs: 1000,
  delayMs: 30,
  jitterMs: 0,
  clients: 1,
  paused: false,
};

/** The smallest and largest value of each setting; what lies outside is refused, not clamped. */
export const CAPS = {
  /** Any real number. */
  rate: { min: 0.1, max: 100 },
  /** Whole numbers, these and all below. */
  payloadBytes: { min: 1, max: 4096 },
  pollIntervalMs: { min: 100, max: 10_000 },
  delayMs: { min: 0, max: 1000 },
  jitterMs: { min: 0, max: 500 },
  clients: { min: 1, max: 50 },
  /** `rate × clients`: what a laptop still delivers on four lanes beside the page. */
  deliveriesPerSecond: 1000,
  fireEvents: { min: 1, max: 50 },
  fireInMs: { min: 0, max: 12_000 },
  fireGapMs: { min: 0, max: 1000 },
  outageMs: { min: 100, max: 30_000 },
  stallMs: { min: 100, max: 10_000 },
  /** Control channels open at a time, the bytes of one message, messages in a second. */
  pages: 8,
  controlBytes: 2048,
  controlPerSecond: 200,
  /** Open connections of one lane. */
  laneConnections: 64,
} as const;

/** The name of a setting that has a number. */
export type NumberSetting = {
  [Name in keyof DemoSettings]: DemoSettings[Name] extends number ? Name : never;
}[keyof DemoSettings];

// -------------------------------------------------------------------------------------------- page → server

/** From the page. Whatever has an `n` is answered by `done` or `refused` with the same. */
export type ToDemo =
  /** Change these settings, all of them or none. */
  | { readonly type: "set"; readonly n: number; readonly settings: Partial<DemoSettings> }
  /**
   * Emit events at will, paused or not: the first in `inMs`, then one every `gapMs`. `done.at` is when the first
   * is due, so that a page can time its polls around it. Whoever fires more than the highest rate for long is
   * refused.
   */
  | {
      readonly type: "fire";
      readonly n: number;
      readonly events: number;
      readonly inMs: Milliseconds;
      readonly gapMs: Milliseconds;
    }
  /** Break every lane's connections, without a word to either side, and refuse new ones for so long. */
  | { readonly type: "drop"; readonly n: number; readonly forMs: Milliseconds }
  /** Let them through again, before that time is over. */
  | { readonly type: "restore"; readonly n: number }
  /** Block the server's process for so long; events go on being due. It cannot be ended early. */
  | { readonly type: "stall"; readonly n: number; readonly forMs: Milliseconds }
  /** Fresh counters, now: a `stats` message to this page alone, before the `done`. */
  | { readonly type: "count"; readonly n: number }
  /** `sent` is the page's own clock and comes back as it is. */
  | { readonly type: "clock"; readonly sent: Milliseconds };

// -------------------------------------------------------------------------------------------- server → page

/** To the page. */
export type FromDemo =
  /** First message. */
  | {
      readonly type: "hello";
      readonly version: typeof PROTOCOL_VERSION;
      readonly tool: string;
      readonly seed: number;
      /** Where each lane is reached: an origin such as `http://127.0.0.1:40123`, without a path. */
      readonly lanes: Readonly<Record<Lane, string>>;
      /** The cursor to begin with: the newest event at this moment. */
      readonly newest: number;
      readonly settings: DemoSettings;
      readonly stats: DemoStats;
    }
  /** Someone changed something; also after one's own `set`, before its `done`. */
  | { readonly type: "settings"; readonly settings: DemoSettings }
  /** An event left the source just now: `at` is when it was due, in ns on the stream's clock. */
  | { readonly type: "emitted"; readonly seq: number; readonly at: Nanoseconds }
  | { readonly type: "stats"; readonly stats: DemoStats }
  | { readonly type: "clock"; readonly sent: Milliseconds; readonly at: Milliseconds }
  | { readonly type: "done"; readonly n: number; readonly at?: Milliseconds }
  /** What was asked for is not done; `message` says why, for people. */
  | { readonly type: "refused"; readonly n: number; readonly message: string };

/** How everything stands. */
export interface DemoStats {
  /** When, in ms on the stream's clock. */
  readonly at: Milliseconds;
  /** Pages that look at this demo. */
  readonly pages: number;
  /** Events that the source emitted, and how late the last hundred were on average. */
  readonly emitted: number;
  readonly emittedLateMs: Milliseconds;
  readonly link:
    | { readonly state: "up" }
    | { readonly state: "down" /** On the stream's clock. */; readonly until: Milliseconds };
  readonly server: ServerState;
  readonly lanes: Readonly<Record<Lane, LaneStats>>;
}

export interface ServerState {
  readonly state: "running" | "stalled";
  /** When the server counted what stands in `lanes`, in ms on the stream's clock: a stalled server does not. */
  readonly countedAt: Milliseconds;
  /** CPU time since its start, and its memory now. */
  readonly cpuMs: Milliseconds;
  readonly rssBytes: Bytes;
}

export interface LaneStats {
  readonly page: LaneCounters;
  readonly crowd: LaneCounters;
  /** What crossed the link on this lane for the page's clients; in each direction what came in went out, was dropped, or is on its way. */
  readonly link: LaneLink;
}

/** Counts of the server's own, since its start. */
export interface LaneCounters {
  /** Connections accepted. */
  readonly connections: number;
  /** HTTP requests for events, WebSocket and SSE subscriptions. */
  readonly requests: number;
  /** Answers without an event (204). */
  readonly emptyResponses: number;
  /** Cursors that the log no longer reached back to (410, `event: gone`, 4410). */
  readonly goneResponses: number;
  /** Events handed to sockets. */
  readonly eventsSent: number;
  /** Bytes read from sockets and handed to them, all headers and framing included. */
  readonly bytesReceived: Bytes;
  readonly bytesSent: Bytes;
}

export interface LaneLink {
  readonly connections: number;
  readonly open: number;
  /** Broken by `drop`. */
  readonly cut: number;
  readonly upBytes: Bytes;
  readonly downBytes: Bytes;
  /** Lost on the way, because the link was cut. */
  readonly droppedBytes: Bytes;
}
