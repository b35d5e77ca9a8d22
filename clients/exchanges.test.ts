import { describe, expect, it } from "vitest";
import { Histogram, type HistogramData } from "../core/histogram.ts";
import { Exchanges } from "./exchanges.ts";

const US = 1000;
const spansOf = (data: HistogramData): { count: number; sum: number } => {
  const { count, sum } = Histogram.fromData(data);
  return { count, sum };
};
const none = { count: 0, sum: 0 };

/** Exchanges of two clients whose window is 1,000 to 2,000 µs. */
function exchanges(): Exchanges {
  const made = new Exchanges(2);
  made.setWindow(1000 * US, 2000 * US);
  return made;
}

describe("exchanges", () => {
  it("time an answer from its request on, and the next request from the answer on, by client", () => {
    const seen = exchanges();
    seen.requested(0, 1100 * US);
    seen.requested(1, 1150 * US);
    seen.answered(0, 1130 * US);
    seen.requested(0, 1135 * US);
    seen.answered(1, 1200 * US);
    const { answers, reask } = seen.report();
    expect(spansOf(answers.other)).toEqual({ count: 2, sum: 80 * US });
    expect(spansOf(reask)).toEqual({ count: 1, sum: 5 * US });
  });

  it("keep answers with an event that was there before the request apart", () => {
    const seen = exchanges();
    seen.requested(0, 1100 * US);
    seen.buffered();
    seen.answered(0, 1110 * US);
    seen.requested(0, 1120 * US);
    seen.answered(0, 1620 * US);
    const { answers } = seen.report();
    expect(spansOf(answers.buffered)).toEqual({ count: 1, sum: 10 * US });
    expect(spansOf(answers.other)).toEqual({ count: 1, sum: 500 * US });
  });

  it("count what completes inside the window", () => {
    const seen = exchanges();
    seen.requested(0, 900 * US);
    seen.answered(0, 950 * US); // before
    seen.requested(0, 960 * US);
    seen.answered(0, 1000 * US); // begun before, complete inside
    seen.requested(0, 1999 * US); // asked again inside
    seen.answered(0, 2000 * US); // complete at its end: outside
    seen.requested(0, 2001 * US);
    const { answers, reask } = seen.report();
    expect(spansOf(answers.other)).toEqual({ count: 1, sum: 40 * US });
    expect(spansOf(reask)).toEqual({ count: 1, sum: 999 * US });
  });

  it("do not reach over a connection that ended", () => {
    const seen = exchanges();
    seen.requested(0, 1100 * US);
    seen.answered(0, 1110 * US);
    seen.closed(0);
    seen.requested(0, 1500 * US);
    const { reask } = seen.report();
    expect(spansOf(reask)).toEqual(none);
  });

  it("forget an answer that broke off: the next one is not taken for buffered", () => {
    const seen = exchanges();
    seen.requested(0, 1100 * US);
    seen.buffered();
    seen.closed(0);
    seen.requested(0, 1200 * US);
    seen.answered(0, 1300 * US);
    expect(spansOf(seen.report().answers.buffered)).toEqual(none);
  });

  it("know when a client's request was sent, and that one without asked for nothing", () => {
    const seen = exchanges();
    seen.requested(1, 5);
    expect([seen.requestOf(0), seen.requestOf(1)]).toEqual([Number.NEGATIVE_INFINITY, 5]);
  });
});
