import { createServer, type Server, type Socket } from "node:net";
import type { Clock } from "../core/clock.ts";
import type { LinkBytes, LinkSpec } from "../core/link.ts";
import type { LinkReport } from "../core/messages.ts";
import { random } from "../core/random.ts";
import { type Bytes, type Milliseconds, msToNs, type Nanoseconds } from "../core/units.ts";
import { Agenda } from "./agenda.ts";
import { LoopAlarm } from "./alarm.ts";
import { breakMoment, cutMoments } from "./cuts.ts";
import { reset, type Way } from "./flow.ts";
import { Gate } from "./gate.ts";
import { Line, type LineSpec } from "./line.ts";
import { type Target, TcpPair } from "./tcp-pair.ts";
import { TurnClock } from "./turn-clock.ts";
import { WayTally } from "./way-tally.ts";

export interface TcpRelayOptions {
  readonly link: LinkSpec;
  readonly seed: number;
  /** Which of the cell's relays this is. */
  readonly relay: number;
  readonly target: Target;
  readonly clock: Clock;
  /** Connections that may be open at a time: one more is closed at once. No limit by default. */
  readonly maxConnections?: number;
  /** The relay cannot go on: this machine ran out of something. */
  readonly onFault: (error: NodeJS.ErrnoException) => void;
}

/** What of a link can be changed while it stands. */
export type LinkShape = Pick<LinkSpec, "delayUpMs" | "delayDownMs" | "jitterMs">;

/** What a relay counted up to a moment. */
export interface LinkCounts extends Pick<LinkReport, "connections" | "cutConnections"> {
  readonly bytes: LinkBytes;
  readonly onTheWay: { readonly up: Bytes; readonly down: Bytes };
}

type Direction = "up" | "down";

/** An open connection. */
interface Path {
  readonly accepted: Nanoseconds;
  readonly up: Line;
  readonly down: Line;
}

/** Connections that wait to be accepted; the kernel's own cap usually is 4,096. */
const BACKLOG = 4096;
/** How long connections that were cut may take to be closed. */
const CLOSE_GRACE_MS: Milliseconds = 200;
/** More connections than any relay sees, so that no two of a cell draw the same random numbers. */
const CONNECTIONS_PER_RELAY = 2 ** 32;

/** A TCP network between clients and one server: a line for each connection, and what breaks them. */
export class TcpRelay {
  readonly #options: TcpRelayOptions;
  readonly #arrival: TurnClock;
  readonly #agenda: Agenda;
  readonly #server: Server;
  readonly #pairs = new Map<TcpPair, Path>();
  readonly #up = new WayTally();
  readonly #down = new WayTally();
  readonly #upWay: Way;
  readonly #downWay: Way;
  readonly #lifetimes;
  #link: LinkSpec;
  #broken = false;
  #gate = new Gate();
  #window: { readonly from: Nanoseconds; readonly to: Nanoseconds } | undefined;
  #connections = 0;
  #cutConnections = 0;
  #closed: (() => void) | undefined;

  constructor(options: TcpRelayOptions) {
    const { clock, seed, relay, link, maxConnections, onFault } = options;
    this.#options = options;
    this.#link = link;
    this.#arrival = new TurnClock(clock);
    this.#agenda = new Agenda(clock, (ring) => new LoopAlarm(clock, ring));
    const shared = { clock, agenda: this.#agenda, gate: () => this.#gate };
    this.#upWay = { ...shared, tally: this.#up };
    this.#downWay = { ...shared, tally: this.#down };
    this.#lifetimes = random(seed, "link lifetimes", relay);
    this.#server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => this.#accept(socket));
    this.#server.on("error", onFault);
    if (maxConnections !== undefined) this.#server.maxConnections = maxConnections;
  }

  /** Listens on a free port of `host`; resolves with it. */
  listen(host: string): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#server.once("error", reject);
      this.#server.listen({ host, port: 0, backlog: BACKLOG }, () => {
        this.#server.off("error", reject);
        const address = this.#server.address();
        resolve(typeof address === "object" && address !== null ? address.port : 0);
      });
    });
  }

  /** The window is [from, to): cuts and stalls happen inside it. */
  start(from: Nanoseconds, to: Nanoseconds): void {
    const link = this.#link;
    this.#window = { from, to };
    this.#gate = Gate.of(link, from, to);
    this.#up.open(from, to);
    this.#down.open(from, to);
    for (const at of cutMoments(link.cut, from, to)) {
      this.#agenda.add({ at, keep: () => this.#cutAll() });
    }
    for (const [pair, { accepted }] of this.#pairs) this.#limitLife(pair, accepted);
  }

  /** Another delay and jitter, for open connections too, from what they send next. */
  reshape(shape: LinkShape): void {
    this.#link = { ...this.#link, ...shape };
    for (const { up, down } of this.#pairs.values()) {
      up.reshape(this.#lineSpec("up"));
      down.reshape(this.#lineSpec("down"));
    }
  }

  /** Breaks every connection, and each new one as soon as it is there, until `restore`. */
  drop(): void {
    this.#broken = true;
    this.#cutAll();
  }

  restore(): void {
    this.#broken = false;
  }

  /** Everything since the start; what is still on its way counts as dropped. */
  report(): Omit<LinkReport, "role"> {
    const { bytes, onTheWay, ...connections } = this.counts();
    return {
      bytes: {
        ...bytes,
        droppedUp: bytes.droppedUp + onTheWay.up,
        droppedDown: bytes.droppedDown + onTheWay.down,
      },
      ...connections,
      lateUp: this.#up.late.toData(),
      lateDown: this.#down.late.toData(),
    };
  }

  /** What it counted so far. In each direction what came in went out, was dropped or is on its way. */
  counts(): LinkCounts {
    const up = this.#up;
    const down = this.#down;
    const onTheWay = { up: 0, down: 0 };
    for (const pair of this.#pairs.keys()) {
      onTheWay.up += pair.queuedUp;
      onTheWay.down += pair.queuedDown;
    }
    return {
      bytes: {
        fromClients: up.in,
        toServer: up.out,
        droppedUp: up.dropped,
        fromServer: down.in,
        toClients: down.out,
        droppedDown: down.dropped,
      },
      onTheWay,
      connections: this.#connections,
      cutConnections: this.#cutConnections,
    };
  }

  /** Connections that are not closed yet. */
  get open(): number {
    return this.#pairs.size;
  }

  /** Ends everything; resolves when nothing is open any more. */
  async close(): Promise<void> {
    this.#agenda.clear();
    const stopped = new Promise((resolve) => this.#server.close(resolve));
    const emptied = new Promise<void>((resolve) => {
      this.#closed = resolve;
    });
    for (const pair of this.#pairs.keys()) pair.cut();
    if (this.#pairs.size === 0) this.#closed?.();
    // A socket is reset behind what waits in it, and a peer that does not read lets that wait for ever.
    const late = setTimeout(() => {
      for (const pair of this.#pairs.keys()) pair.close();
    }, CLOSE_GRACE_MS);
    await Promise.all([stopped, emptied]);
    clearTimeout(late);
  }

  #accept(client: Socket): void {
    const { target, onFault } = this.#options;
    this.#connections++;
    if (this.#broken) {
      this.#cutConnections++;
      client.on("error", () => {});
      reset(client);
      return;
    }
    const accepted = this.#arrival.now();
    const { delayUpMs, delayDownMs } = this.#link;
    // The kernel has told the client that it is connected, when only now its SYN would be under way: what
    // it sends enters the line when the SYN's answer would have come.
    const up = this.#line("up", accepted + msToNs(delayUpMs + delayDownMs));
    const down = this.#line("down", accepted + msToNs(delayUpMs));
    const pair = new TcpPair(client, {
      target,
      arrival: () => this.#arrival.now(),
      up: { way: this.#upWay, line: up },
      down: { way: this.#downWay, line: down },
      onFault,
      onClosed: (closed) => {
        this.#pairs.delete(closed);
        if (this.#pairs.size === 0) this.#closed?.();
      },
    });
    this.#pairs.set(pair, { accepted, up, down });
    this.#limitLife(pair, accepted);
  }

  #line(name: Direction, opens: Nanoseconds): Line {
    const { seed, relay } = this.#options;
    const index = relay * CONNECTIONS_PER_RELAY + this.#connections;
    return new Line(this.#lineSpec(name), random(seed, `link jitter ${name}`, index), opens);
  }

  #lineSpec(name: Direction): LineSpec {
    const { delayUpMs, delayDownMs, jitterMs, upBps, downBps } = this.#link;
    const [delayMs, bps] = name === "up" ? [delayUpMs, upBps] : [delayDownMs, downBps];
    return { delay: msToNs(delayMs), jitter: msToNs(jitterMs), ...(bps === undefined ? {} : { bps }) };
  }

  #limitLife(pair: TcpPair, since: Nanoseconds): void {
    if (this.#window === undefined) return;
    const at = breakMoment(this.#link.cut, this.#lifetimes, { since, ...this.#window });
    if (at !== undefined) this.#agenda.add({ at, keep: () => this.#cut(pair) });
  }

  #cutAll(): void {
    for (const pair of this.#pairs.keys()) this.#cut(pair);
  }

  #cut(pair: TcpPair): void {
    if (!this.#pairs.has(pair)) return;
    this.#cutConnections++;
    pair.cut();
  }
}
