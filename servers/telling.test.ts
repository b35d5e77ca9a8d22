import { describe, expect, it } from "vitest";
import type { Clock } from "../core/clock.ts";
import { EventStream } from "../core/stream.ts";
import { NANOS_PER_MILLI, NANOS_PER_SECOND, type Nanoseconds } from "../core/units.ts";
import { Emitter, type Sleeper } from "./emitter.ts";
import { FeedLog } from "./feed.ts";
import { IngestReader, TOLD_LATE } from "./ingest.ts";
import { type Sink, Telling } from "./telling.ts";

const MS = NANOS_PER_MILLI;
const READ_COST: Nanoseconds = 100;

/** A server that takes what it is sent, as fast as the test lets it. */
class FakeServer implements Sink {
  readonly feed = new FeedLog();
  readonly emitted: Nanoseconds[] = [];
  /** How many events it had when everything from before its time had come. */
  currentAt: number | undefined;
  writableLength = 0;
  taking = true;
  readonly #reader = new IngestReader({
    event: (tail, emitted) => {
      this.feed.append(tail);
      this.emitted.push(emitted);
    },
    current: () => {
      this.currentAt = this.feed.newest;
    },
  });

  write(bytes: Buffer): void {
    if (!this.taking) this.writableLength += bytes.length;
    this.#reader.read(bytes);
  }

  /** The envelopes in its log. */
  get envelopes(): string[] {
    const slice = this.feed.read(0);
    return slice.status === "events" ? slice.events.map(({ bytes }) => String(bytes)) : [];
  }
}

/** A publisher on a machine whose time and event loop the test drives. */
class Rig implements Clock, Sleeper {
  readonly stream: EventStream;
  readonly telling: Telling;
  readonly emitter: Emitter;
  readonly slips: Nanoseconds[] = [];
  #now: Nanoseconds = 0;
  #order = 0;
  #tasks: { at: Nanoseconds; order: number; then: () => void }[] = [];

  /** @param tailCost what it takes to make one event's text */
  constructor(rate: number, spanMs: number, tailCost: Nanoseconds) {
    this.stream = new EventStream({ seed: 1, arrivals: "periodic", rate, payloadBytes: 20, spanMs });
    const { events } = this.stream;
    this.telling = new Telling({
      events,
      tail: (id) => {
        this.#now += tailCost;
        return this.stream.tail(id);
      },
      clock: this,
      soon: (then) => this.later(0, then),
      nextDeadline: () => this.emitter.nextDeadline,
    });
    const schedule = {
      events,
      dueOf: (id: number) => this.stream.dueOf(id),
      meanGap: NANOS_PER_SECOND / rate,
    };
    this.emitter = new Emitter(schedule, this, this, (id, due, emitted) => {
      this.slips.push(emitted - due);
      this.telling.emit(id, emitted);
    });
  }

  now(): Nanoseconds {
    this.#now += READ_COST;
    return this.#now;
  }

  later(ms: number, then: () => void): void {
    this.#tasks.push({ at: this.#now + ms * MS, order: this.#order++, then });
  }

  block(ns: Nanoseconds): void {
    this.#now += ns;
  }

  /** Turns of the event loop until something is so or nothing is left to do. */
  run(until: () => boolean = () => false): void {
    while (!until()) {
      const [next] = this.#tasks.sort((a, b) => a.at - b.at || a.order - b.order);
      if (next === undefined) return;
      this.#tasks.shift();
      this.#now = Math.max(this.#now, next.at);
      next.then();
    }
  }

  /** Every envelope of the stream up to an id. */
  envelopes(last = this.stream.events): string[] {
    return Array.from({ length: last }, (_, i) => this.stream.envelope(i + 1));
  }
}

/** A server hears the stream until event `killedAt`, another takes its place at event `backAt`. */
function restarted(rig: Rig, killedAt: number, backAt: number): { first: FakeServer; second: FakeServer } {
  const [first, second] = [new FakeServer(), new FakeServer()];
  rig.telling.begin(first);
  rig.emitter.start(MS);
  rig.run(() => rig.emitter.emitted === killedAt);
  rig.telling.end();
  rig.run(() => rig.emitter.emitted === backAt);
  rig.telling.begin(second);
  rig.run();
  return { first, second };
}

describe("a telling", () => {
  it("tells the first server each event at its emission", () => {
    const rig = new Rig(100, 1000, 10_000);
    const server = new FakeServer();
    rig.telling.begin(server);
    rig.emitter.start(MS);
    rig.run();
    expect(server.currentAt).toBe(0);
    expect(server.envelopes).toEqual(rig.envelopes());
    expect(server.emitted).not.toContain(TOLD_LATE);
  });

  it("tells the next server everything again under the same cursors, then goes on", () => {
    const rig = new Rig(100, 5000, 10_000);
    const { first, second } = restarted(rig, 200, 300);
    expect(first.envelopes).toEqual(rig.envelopes(200));
    expect(second.currentAt).toBe(300);
    expect(second.envelopes).toEqual(rig.envelopes());
    expect(second.emitted.slice(0, 300)).toEqual(new Array(300).fill(TOLD_LATE));
    expect(second.emitted.at(-1)).toBeGreaterThan(0);
  });

  it("tells everything again when the stream is over already", () => {
    const rig = new Rig(100, 1000, 10_000);
    const { second } = restarted(rig, 50, 100);
    expect(second.currentAt).toBe(100);
    expect(second.envelopes).toEqual(rig.envelopes());
  });

  it("starts over for a server that dies before it has heard everything", () => {
    const rig = new Rig(1000, 4000, 10_000);
    rig.telling.begin(new FakeServer());
    rig.emitter.start(MS);
    rig.run(() => rig.emitter.emitted === 2000);
    const [second, third] = [new FakeServer(), new FakeServer()];
    rig.telling.end();
    rig.telling.begin(second);
    rig.run(() => second.feed.newest > 500);
    rig.telling.end();
    rig.telling.begin(third);
    rig.run();
    expect(second.currentAt).toBeUndefined();
    expect(third.envelopes).toEqual(rig.envelopes());
  });

  it.each([
    // [events per second, what the text of one costs]
    [100, 10_000], // long gaps
    [1000, 10_000], // gaps in which the emitter never lets a timer run
    [5000, 5000], // gaps a little longer than the reserve
    [20, 4 * MS], // events as large as there are
  ])("keeps the schedule at %d events/s of %d ns while it tells again", (rate, cost) => {
    const spanMs = 2_000_000 / rate;
    const calm = new Rig(rate, spanMs, cost);
    calm.telling.begin(new FakeServer());
    calm.emitter.start(MS);
    calm.run();

    const rig = new Rig(rate, spanMs, cost);
    const { second } = restarted(rig, 900, 1000);

    expect(Math.max(...rig.slips)).toBeLessThanOrEqual(Math.max(...calm.slips) + 2 * READ_COST);
    expect(second.envelopes).toEqual(rig.envelopes());
  });

  it("comes to its end even where deadlines leave it no time, a slice at a time", () => {
    const rig = new Rig(20_000, 500, 5000); // a gap is as long as the reserve
    const { second } = restarted(rig, 1000, 2000);
    expect(second.envelopes).toEqual(rig.envelopes());
    expect(second.emitted.at(-1)).not.toBe(TOLD_LATE);
    expect(Math.max(...rig.slips)).toBeLessThan(1.1 * MS);
  });

  it("lets no more than a little wait for a server that does not read, and goes on when it does", () => {
    const rig = new Rig(10_000, 2000, 1000);
    rig.telling.begin(new FakeServer());
    rig.emitter.start(MS);
    rig.run();
    const slow = new FakeServer();
    slow.taking = false;
    rig.telling.end();
    rig.telling.begin(slow);
    rig.run();
    expect(slow.writableLength).toBeGreaterThan(256 * 1024);
    expect(slow.writableLength).toBeLessThan(400 * 1024);
    slow.taking = true;
    slow.writableLength = 0;
    rig.telling.drained();
    rig.run();
    expect(slow.envelopes).toEqual(rig.envelopes());
  });
});
