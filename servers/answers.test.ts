import { describe, expect, it } from "vitest";
import { encodeEnvelopeTail } from "../core/envelope.ts";
import type { Feed } from "../core/transport.ts";
import { type Answer, Answers, MAX_ANSWER_BYTES } from "./answers.ts";
import { FeedLog } from "./feed.ts";

const append = (feed: FeedLog, ids: number, data = "x"): void => {
  for (let i = 0; i < ids; i++) feed.append(Buffer.from(encodeEnvelopeTail(feed.newest + 1, 0, data)));
};

function feedOf(events: number, limits?: ConstructorParameters<typeof FeedLog>[0]): FeedLog {
  const feed = new FeedLog(limits);
  append(feed, events);
  return feed;
}

/** Counts what is read from a feed. */
function counted(feed: Feed): { feed: Feed; reads: () => number } {
  let reads = 0;
  const read: Feed["read"] = (...args) => {
    reads++;
    return feed.read(...args);
  };
  return {
    feed: Object.defineProperties(Object.create(feed), {
      newest: { get: () => feed.newest },
      oldest: { get: () => feed.oldest },
      read: { value: read },
    }) as Feed,
    reads: () => reads,
  };
}

const bodyOf = (answer: Answer): Buffer => {
  if (answer.status !== "events") throw new Error(`the answer is ${answer.status}`);
  return answer.body;
};

describe("an answer", () => {
  it("is a JSON array of the envelopes newer than the cursor, byte for byte", () => {
    const answer = new Answers(feedOf(3)).to(1);

    expect(answer).toMatchObject({ status: "events", events: 2 });
    expect(bodyOf(answer).toString()).toBe(
      '[{"seq":2,"id":2,"at":0,"data":"x"},{"seq":3,"id":3,"at":0,"data":"x"}]',
    );
  });

  it.each([3, 4, 1e12])("to cursor %d, with nothing newer than event 3, is empty", (after) => {
    expect(new Answers(feedOf(3)).to(after)).toEqual({ status: "empty" });
  });

  it("to a cursor that the log no longer reaches is gone, with the oldest there is", () => {
    const answers = new Answers(feedOf(10, { maxEvents: 4, maxBytes: 1e9 }));
    expect(answers.to(5)).toEqual({ status: "gone", oldest: 7 });
    expect(answers.to(6)).toMatchObject({ status: "events", events: 4 });
  });

  it("is limited in size; what is left over comes with the next", () => {
    const feed = new FeedLog();
    append(feed, 3, "x".repeat(MAX_ANSWER_BYTES / 2));
    const answers = new Answers(feed);

    const sizes = [0, 1, 2].map((after) => answers.to(after));

    expect(sizes.map((answer) => (answer.status === "events" ? answer.events : 0))).toEqual([1, 1, 1]);
  });
});

describe("answers to equal cursors", () => {
  it("share one body until the next event", () => {
    const feed = feedOf(3);
    const answers = new Answers(feed);
    const body = bodyOf(answers.to(1));

    expect(bodyOf(answers.to(1))).toBe(body);
    append(feed, 1);
    const later = answers.to(1);

    expect(bodyOf(later)).not.toBe(body);
    expect(later).toMatchObject({ events: 3 });
    expect(bodyOf(answers.to(1))).toBe(bodyOf(later));
  });

  it("share it also when other cursors were answered between", () => {
    const answers = new Answers(feedOf(3));
    const body = bodyOf(answers.to(1));
    answers.to(0);
    answers.to(2);
    expect(bodyOf(answers.to(1))).toBe(body);
  });

  it("cost one read of the feed, however many clients ask", () => {
    const { feed, reads } = counted(feedOf(3));
    const answers = new Answers(feed);
    for (let client = 0; client < 1000; client++) answers.to(client % 3);
    expect(reads()).toBe(3);
  });

  it("are right, though not shared, when more cursors ask than are remembered", () => {
    const events = 1100;
    const answers = new Answers(feedOf(events));
    for (let after = 0; after < events; after++) {
      expect(answers.to(after)).toMatchObject({ status: "events", events: events - after });
    }
    expect(answers.to(0)).toMatchObject({ events });
  });

  it("that are gone become right again once the log has moved on", () => {
    const feed = feedOf(4, { maxEvents: 2, maxBytes: 1e9 });
    const answers = new Answers(feed);
    expect(answers.to(0)).toEqual({ status: "gone", oldest: 3 });
    append(feed, 1);
    expect(answers.to(0)).toEqual({ status: "gone", oldest: 4 });
  });
});
