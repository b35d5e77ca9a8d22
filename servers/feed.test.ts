import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { encodeEnvelopeTail } from "../core/envelope.ts";
import type { FeedSlice } from "../core/transport.ts";
import { FeedLog } from "./feed.ts";

const NO_LIMIT = { maxEvents: 1e9, maxBytes: 1e9 };

const tailOf = (id: number, data = "x"): Buffer => Buffer.from(encodeEnvelopeTail(id, id * 1000, data));

/** A feed to which ids 1 to `events` were appended. */
function feedOf(events: number, limits = NO_LIMIT, data = "x"): FeedLog {
  const feed = new FeedLog(limits);
  for (let id = 1; id <= events; id++) feed.append(tailOf(id, data));
  return feed;
}

const seqsOf = (slice: FeedSlice): number[] =>
  slice.status === "events" ? slice.events.map((event) => event.seq) : [];

describe("a feed", () => {
  it("puts the cursor before what the publisher sent and keeps its own copy", () => {
    const feed = new FeedLog();
    const tail = tailOf(7, "hello");

    const event = feed.append(tail);
    tail.fill(0);

    expect(event.seq).toBe(1);
    expect(event.bytes.toString()).toBe('{"seq":1,"id":7,"at":7000,"data":"hello"}');
  });

  it("encodes an event once: every reader and subscriber gets the same buffer", () => {
    const feed = new FeedLog();
    const heard: Buffer[] = [];
    feed.subscribe((event) => heard.push(event.bytes));

    const { bytes } = feed.append(tailOf(1));

    const slice = feed.read(0);
    expect(slice.status === "events" && slice.events[0]?.bytes).toBe(bytes);
    expect(heard[0]).toBe(bytes);
  });

  it.each([
    [0, [1, 2, 3, 4, 5]], // from the beginning
    [3, [4, 5]], // from the middle
    [4, [5]],
    [5, []], // nothing newer
    [9, []], // a cursor of the future: nothing yet
  ])("gives what is newer than cursor %d", (after, seqs) => {
    expect(feedOf(5).read(after)).toMatchObject({ status: "events" });
    expect(seqsOf(feedOf(5).read(after))).toEqual(seqs);
  });

  it("is empty before its first event", () => {
    const feed = new FeedLog();
    expect({ newest: feed.newest, oldest: feed.oldest }).toEqual({ newest: 0, oldest: 1 });
    expect(feed.read(0)).toEqual({ status: "events", events: [] });
  });

  it("gives up to as many bytes as asked for, but at least one event", () => {
    const feed = feedOf(5);
    const slice = feed.read(0);
    const size = slice.status === "events" ? slice.events[0]!.bytes.length : 0;

    expect(seqsOf(feed.read(0, 3 * size))).toEqual([1, 2, 3]);
    expect(seqsOf(feed.read(0, 3 * size - 1))).toEqual([1, 2]);
    expect(seqsOf(feed.read(2, 1))).toEqual([3]);
  });

  it("tells subscribers after the event is in the log, until they stop", () => {
    const feed = new FeedLog();
    const heard: [number, number][] = [];
    const stop = feed.subscribe(({ seq }) => heard.push([seq, feed.newest]));

    feed.append(tailOf(1));
    feed.append(tailOf(2));
    stop();
    feed.append(tailOf(3));

    expect(heard).toEqual([
      [1, 1],
      [2, 2],
    ]);
  });
});

describe("a full feed", () => {
  it("forgets the oldest events by number", () => {
    const feed = feedOf(10, { ...NO_LIMIT, maxEvents: 3 });
    expect({ newest: feed.newest, oldest: feed.oldest }).toEqual({ newest: 10, oldest: 8 });
    expect(seqsOf(feed.read(7))).toEqual([8, 9, 10]);
  });

  it("forgets the oldest events by size, and keeps what just fits", () => {
    const size = feedOf(1).append(tailOf(1)).bytes.length;
    expect(feedOf(9, { ...NO_LIMIT, maxBytes: 3 * size }).oldest).toBe(7);
    expect(feedOf(9, { ...NO_LIMIT, maxBytes: 3 * size - 1 }).oldest).toBe(8);
  });

  it.each([
    [7, "events"], // everything from 8 on is still there
    [6, "gone"], // 7 is not
    [0, "gone"], // nor is 1
  ])("answers cursor %d with %s", (after, status) => {
    const slice = feedOf(10, { ...NO_LIMIT, maxEvents: 3 }).read(after);
    expect(slice.status).toBe(status);
    if (slice.status === "gone") expect(slice.oldest).toBe(8);
  });

  it("that cannot keep even one event still tells it to subscribers, and says gone to who asks later", () => {
    const feed = new FeedLog({ ...NO_LIMIT, maxBytes: 10 });
    const heard: number[] = [];
    feed.subscribe(({ seq }) => heard.push(seq));

    feed.append(tailOf(1));

    expect(heard).toEqual([1]);
    expect(feed.read(0)).toEqual({ status: "gone", oldest: 2 });
    expect(feed.read(1)).toEqual({ status: "events", events: [] });
  });

  it("lets go of what it forgot: its memory is bounded however large the events are", async () => {
    setFlagsFromString("--expose-gc");
    const collectGarbage = runInNewContext("gc") as () => void;
    const feed = new FeedLog({ ...NO_LIMIT, maxEvents: 3 });
    const events = Array.from({ length: 10 }, (_, i) => new WeakRef(feed.append(tailOf(i + 1))));

    // A weak reference holds its event until the job that made it has ended.
    await new Promise(setImmediate);
    collectGarbage();

    expect(events.map((event) => event.deref()?.seq).filter((seq) => seq !== undefined)).toEqual([8, 9, 10]);
  });

  it("stays right over many times its length", () => {
    const feed = new FeedLog({ ...NO_LIMIT, maxEvents: 100 });
    for (let id = 1; id <= 10_000; id++) {
      feed.append(tailOf(id));
      const oldest = Math.max(1, id - 99);
      expect(feed.oldest).toBe(oldest);
      if (id % 97 === 0) {
        expect(seqsOf(feed.read(oldest - 1))).toEqual(
          Array.from({ length: id - oldest + 1 }, (_, i) => oldest + i),
        );
      }
    }
  });
});
