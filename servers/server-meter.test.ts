import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ManualClock } from "../core/clock.ts";
import { Histogram } from "../core/histogram.ts";
import { NANOS_PER_MILLI } from "../core/units.ts";
import { ServerMeter } from "./server-meter.ts";

const MS = NANOS_PER_MILLI;

describe("a server meter", () => {
  const clock = new ManualClock();
  /** CPU time used so far, in microseconds: the test says how much. */
  let cpu: { user: number; system: number };
  let rss: number;

  beforeEach(() => {
    vi.useFakeTimers();
    cpu = { user: 1_000_000, system: 500_000 };
    rss = 50_000_000;
    vi.spyOn(process, "cpuUsage").mockImplementation((before) => ({
      user: cpu.user - (before?.user ?? 0),
      system: cpu.system - (before?.system ?? 0),
    }));
    const memory = process.memoryUsage();
    vi.spyOn(process, "memoryUsage").mockImplementation(
      Object.assign(() => ({ ...memory, rss }), { rss: () => rss }),
    );
    vi.spyOn(process.memoryUsage, "rss").mockImplementation(() => rss);
  });
  afterEach(() => {
    vi.restoreAllMocks();
    vi.useRealTimers();
  });

  const work = (userUs: number, systemUs: number): void => {
    cpu = { user: cpu.user + userUs, system: cpu.system + systemUs };
  };
  const pass = (ms: number): void => {
    clock.advance(ms * MS);
    vi.advanceTimersByTime(ms);
  };

  it("adds up how long clients that waited were served, over the window's reads", () => {
    const meter = new ServerMeter(clock);
    meter.start(clock.now() + 10 * MS, clock.now() + 20 * MS);
    const read = (events: number, servedAfter: number): void => {
      meter.reading();
      for (let i = 0; i < events; i++) meter.ingested(clock.now());
      pass(servedAfter);
      meter.served();
    };
    read(1, 4); // before the window
    pass(8);
    read(2, 3);
    read(1, 1);
    pass(10);
    read(5, 5); // after it
    expect(meter.collect().fanOut).toEqual({ time: 4 * MS, events: 3 });
  });

  it("has a loop delay for every second of the window, and none for one that it did not see", () => {
    const meter = new ServerMeter(clock);
    meter.start(clock.now() + 500 * MS, clock.now() + 4500 * MS);
    pass(500);
    pass(1000);
    // Stopped for two seconds: the clock goes on, and the timer fires once when it is over.
    clock.advance(2000 * MS);
    clock.advance(700 * MS);
    pass(1000);
    expect(meter.collect().loopDelays).toEqual([0, null, null, 0]);
  });

  it("counts the CPU time of the window only, user and system", () => {
    const meter = new ServerMeter(clock);
    const now = clock.now();
    meter.start(now + 2000 * MS, now + 5000 * MS);
    work(10_000, 1000); // warm-up
    pass(2000);
    work(300, 70); // window
    pass(3000);
    work(10_000, 1000); // drain
    pass(1000);

    expect(meter.collect()).toMatchObject({ cpuUs: 370, cpuSpan: 3000 * MS });
  });

  it("says over how long it counted when its loop was too busy to open the window on time", () => {
    const meter = new ServerMeter(clock);
    meter.start(clock.now(), clock.now() + 5000 * MS);
    clock.advance(4000 * MS); // no timer runs
    pass(1);
    work(900, 0);
    pass(4999);

    expect(meter.collect()).toMatchObject({ cpuUs: 900, cpuSpan: 4999 * MS });
  });

  it("started inside the window, as a server is that came back, counts from then", () => {
    const meter = new ServerMeter(clock);
    const now = clock.now();
    work(9000, 500); // telling the log again
    meter.start(now - 2000 * MS, now + 3000 * MS);
    pass(1);
    work(70, 7);
    pass(2999);
    work(9000, 500);
    expect(meter.collect()).toMatchObject({ cpuUs: 77, cpuSpan: 2999 * MS });
  });

  it("started after the window has no cost", () => {
    const meter = new ServerMeter(clock);
    const now = clock.now();
    meter.start(now - 5000 * MS, now - 1000 * MS);
    work(70, 7);
    pass(1);
    work(70, 7);
    expect(meter.collect()).toMatchObject({ cpuUs: 0, cpuSpan: 0, loopDelayP99: 0 });
  });

  it("collected before the window ends, counts until then", () => {
    const meter = new ServerMeter(clock);
    meter.start(clock.now(), clock.now() + 5000 * MS);
    pass(1);
    work(40, 2);
    expect(meter.collect().cpuUs).toBe(42);
  });

  it("without a window has no cost", () => {
    const meter = new ServerMeter(clock);
    work(40, 2);
    const { cpuUs, loopDelayP99, ingest } = meter.collect();
    expect({ cpuUs, loopDelayP99 }).toEqual({ cpuUs: 0, loopDelayP99: 0 });
    expect(Histogram.fromData(ingest).count).toBe(0);
  });

  it("takes the publisher's hop of events emitted in the window, edge cases by the half-open rule", () => {
    const meter = new ServerMeter(clock);
    const start = clock.now();
    const from = start + 100 * MS;
    const to = start + 200 * MS;
    meter.start(from, to);
    clock.advance(250 * MS);

    meter.reading();
    for (const emitted of [from - 1, from, to - 1, to]) meter.ingested(emitted);

    const ingest = Histogram.fromData(meter.collect().ingest);
    expect(ingest.count).toBe(2);
    expect(ingest.max).toBe(150 * MS);
  });

  it("measures the hop to when the bytes arrived, not to when each event was handled", () => {
    const meter = new ServerMeter(clock);
    meter.start(clock.now(), clock.now() + 1000 * MS);
    const emitted = clock.now();
    clock.advance(3 * MS);
    meter.reading();
    clock.advance(7 * MS);
    meter.ingested(emitted);
    expect(Histogram.fromData(meter.collect().ingest).max).toBe(3 * MS);
  });

  it("notes the resident memory at each mark, and only at those", () => {
    const meter = new ServerMeter(clock);
    expect(meter.collect().rss).toEqual({});
    meter.mark("idle");
    rss = 58_000_000;
    meter.mark("connected");
    expect(meter.collect().rss).toEqual({ idle: 50_000_000, connected: 58_000_000 });
  });
});
