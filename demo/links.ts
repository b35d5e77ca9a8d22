import type { Clock } from "../core/clock.ts";
import { type LinkCounts, type LinkShape, TcpRelay } from "../link/tcp.ts";
import type { PerLane } from "./child-messages.ts";
import { HOST } from "./guard.ts";
import { LANES, type Lane, type LaneLink } from "./protocol.ts";

export interface LinksOptions {
  readonly clock: Clock;
  readonly seed: number;
  /** The number of the first relay: each draws random numbers of its own. */
  readonly firstRelay: number;
  /** Where each lane's server half listens. */
  readonly urls: PerLane<string>;
  readonly shape: LinkShape;
  /** Open connections of one lane. */
  readonly maxConnections: number;
  readonly onFault: (error: NodeJS.ErrnoException) => void;
}

/** A link relay before each lane's server, all of the same shape. */
export class Links {
  readonly #relays: ReadonlyMap<Lane, TcpRelay>;
  readonly urls: PerLane<string>;

  private constructor(relays: ReadonlyMap<Lane, TcpRelay>, urls: PerLane<string>) {
    this.#relays = relays;
    this.urls = urls;
  }

  static async open(options: LinksOptions): Promise<Links> {
    const { clock, seed, firstRelay, shape, maxConnections, onFault } = options;
    const relays = LANES.map((lane, i) => {
      const target = { host: HOST, port: Number(new URL(options.urls[lane]).port) };
      const link = { ...shape, stalls: [] };
      const relay = firstRelay + i;
      return [lane, new TcpRelay({ link, seed, relay, target, clock, maxConnections, onFault })] as const;
    });
    const urls = await Promise.all(
      relays.map(async ([lane, relay]) => [lane, `http://${HOST}:${await relay.listen(HOST)}`] as const),
    );
    return new Links(new Map(relays), Object.fromEntries(urls) as PerLane<string>);
  }

  reshape(shape: LinkShape): void {
    for (const relay of this.#relays.values()) relay.reshape(shape);
  }

  /** Breaks every connection of every lane, and whatever comes, until `restore`. */
  drop(): void {
    for (const relay of this.#relays.values()) relay.drop();
  }

  restore(): void {
    for (const relay of this.#relays.values()) relay.restore();
  }

  counts(): PerLane<LaneLink> {
    const counted = [...this.#relays].map(([lane, relay]) => [lane, laneLink(relay.counts(), relay.open)]);
    return Object.fromEntries(counted) as PerLane<LaneLink>;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#relays.values()].map((relay) => relay.close()));
  }
}

function laneLink({ bytes, connections, cutConnections }: LinkCounts, open: number): LaneLink {
  return {
    connections,
    open,
    cut: cutConnections,
    upBytes: bytes.toServer,
    downBytes: bytes.toClients,
    droppedBytes: bytes.droppedUp + bytes.droppedDown,
  };
}
