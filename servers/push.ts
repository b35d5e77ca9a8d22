import type { Duplex } from "node:stream";
import type { Feed, FeedEvent } from "../core/transport.ts";
import type { Bytes } from "../core/units.ts";
import type { Tally } from "./http-server.ts";

/** Backlog handed to a socket at a time, so that a resuming client never costs more memory than this. */
const BACKLOG_BYTES: Bytes = 256 * 1024;

/** A client that events are pushed to. */
export interface Receiver {
  readonly socket: Duplex;
  /** Whether it still takes events. */
  isOpen(): boolean;
  /**
   * The log no longer reaches back to the client's cursor: tells it so. Returns the cursor to go on from, or
   * nothing where the client has to come again.
   */
  gone(oldest: number): number | undefined;
  /** Ends it without a word: it does not read. */
  cut(): void;
}

export interface PushOptions {
  readonly feed: Feed;
  readonly maxBufferedBytes: Bytes;
  readonly tally: Tally;
  /** Events as the transport's frames, end to end. */
  readonly frame: (events: readonly FeedEvent[]) => Buffer;
}

/** A receiver, and how far it has been sent the feed. */
interface Subscriber {
  readonly receiver: Receiver;
  cursor: number;
  /** Caught up: events go to it as they come. */
  live: boolean;
}

/**
 * The feed pushed to whoever subscribes: events that came in one read of the publisher's socket leave together,
 * framed once, the same bytes in one write to every socket. A client that resumes is sent the backlog as fast as
 * it reads, then joins the broadcast.
 */
export class Push {
  readonly #options: PushOptions;
  readonly #subscribers = new Set<Subscriber>();
  readonly #unsubscribe: () => void;
  #fresh: FeedEvent[] = [];

  constructor(options: PushOptions) {
    this.#options = options;
    this.#unsubscribe = options.feed.subscribe((event) => {
      if (this.#fresh.push(event) === 1) queueMicrotask(() => this.#broadcast());
    });
  }

  /** Sends a receiver everything newer than `after`, from now on. Returns how to stop. */
  subscribe(receiver: Receiver, after: number): () => void {
    const subscriber: Subscriber = { receiver, cursor: after, live: false };
    this.#subscribers.add(subscriber);
    this.#catchUp(subscriber);
    return () => this.#subscribers.delete(subscriber);
  }

  /** Takes no more events from the feed. */
  stop(): void {
    this.#unsubscribe();
  }

  #catchUp(subscriber: Subscriber): void {
    const { feed, tally, frame } = this.#options;
    const { receiver } = subscriber;
    while (receiver.isOpen()) {
      const slice = feed.read(subscriber.cursor, BACKLOG_BYTES);
      if (slice.status === "gone") {
        tally.goneResponses++;
        const from = receiver.gone(slice.oldest);
        if (from === undefined) return;
        subscriber.cursor = from;
        continue;
      }
      const last = slice.events.at(-1);
      if (last === undefined) {
        subscriber.live = true;
        return;
      }
      subscriber.cursor = last.seq;
      tally.eventsSent += slice.events.length;
      const room = receiver.socket.write(frame(slice.events));
      if (!room) {
        receiver.socket.once("drain", () => this.#catchUp(subscriber));
        return;
      }
    }
  }

  #broadcast(): void {
    const events = this.#fresh;
    this.#fresh = [];
    const frames = this.#options.frame(events);
    const before = events[0]!.seq - 1;
    for (const subscriber of this.#subscribers) {
      if (!subscriber.live) continue;
      if (subscriber.cursor === before) this.#send(subscriber, events, frames);
      else this.#catchUp(subscriber);
    }
  }

  #send(subscriber: Subscriber, events: readonly FeedEvent[], frames: Buffer): void {
    const { tally, maxBufferedBytes } = this.#options;
    const { receiver } = subscriber;
    if (!receiver.isOpen()) return;
    subscriber.cursor = events.at(-1)!.seq;
    tally.eventsSent += events.length;
    receiver.socket.write(frames);
    if (receiver.socket.writableLength > maxBufferedBytes) {
      tally.slowClients++;
      receiver.cut();
    }
  }
}
