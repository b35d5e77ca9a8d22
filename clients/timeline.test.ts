import { describe, expect, it } from "vitest";
import { Histogram } from "../core/histogram.ts";
import { NANOS_PER_MILLI, NANOS_PER_SECOND } from "../core/units.ts";
import { Timeline } from "./timeline.ts";

const SECOND = NANOS_PER_SECOND;
const START = 7.3 * SECOND;

function started(): Timeline {
  const timeline = new Timeline();
  timeline.start(START);
  timeline.advance(START);
  return timeline;
}

describe("a timeline", () => {
  it("counts what happened in each second since the stream's start", () => {
    const timeline = started();
    timeline.event(2 * NANOS_PER_MILLI);
    timeline.down(100);
    timeline.up(10);
    timeline.advance(START + 1 * SECOND);
    timeline.event(4 * NANOS_PER_MILLI);
    timeline.event(4 * NANOS_PER_MILLI);
    timeline.down(200);
    timeline.advance(START + 2 * SECOND);

    const { latency, events, bytesDown, bytesUp } = timeline.finish();

    expect({ events, bytesDown, bytesUp }).toEqual({
      events: [1, 2],
      bytesDown: [100, 200],
      bytesUp: [10, 0],
    });
    expect(latency.map((second) => Histogram.fromData(second).mean)).toEqual([2e6, 4e6]);
  });

  it("says whether a second has ended, exactly at its end", () => {
    const timeline = started();
    expect(timeline.advance(START + SECOND - 1)).toBe(false);
    expect(timeline.advance(START + SECOND)).toBe(true);
    expect(timeline.advance(START + SECOND)).toBe(false);
  });

  it("gives every second of a silence its place", () => {
    const timeline = started();
    timeline.event(1);
    timeline.advance(START + 3.5 * SECOND);
    timeline.event(1);
    timeline.advance(START + 4 * SECOND);
    expect(timeline.finish().events).toEqual([1, 0, 0, 1]);
  });

  it("leaves out what came before the start", () => {
    const timeline = new Timeline();
    timeline.down(1000);
    timeline.up(1000);
    timeline.start(START);
    timeline.down(1000);
    timeline.up(1000);
    expect(timeline.advance(START)).toBe(false);
    timeline.advance(START + SECOND);
    expect(timeline.finish()).toMatchObject({ events: [0], bytesDown: [0], bytesUp: [0] });
  });

  it("ends with the second under way when it delivered something, and without it when not", () => {
    const idle = started();
    idle.advance(START + SECOND);
    idle.down(5);
    const busy = started();
    busy.advance(START + SECOND);
    busy.event(1);
    busy.down(5);

    expect(idle.finish().events).toEqual([0]);
    expect(busy.finish()).toMatchObject({ events: [0, 1], bytesDown: [0, 5] });
  });
});
