import { describe, expect, it } from "vitest";
import { ManualClock } from "../core/clock.ts";
import { EventStream } from "../core/stream.ts";
import type { ClientObserver } from "../core/transport.ts";
import { NANOS_PER_MILLI, NANOS_PER_SECOND } from "../core/units.ts";
import { LoadClock } from "./load-clock.ts";
import { Recorder } from "./recorder.ts";

const MS = NANOS_PER_MILLI;
// An event each 100 ms; the window opens a second into the stream and lasts two.
const STREAM = new EventStream({ seed: 1, arrivals: "periodic", rate: 10, payloadBytes: 8, spanMs: 3000 });
const START = 50 * NANOS_PER_SECOND;
const FROM = START + NANOS_PER_SECOND;
const TO = FROM + 2 * NANOS_PER_SECOND;

/** Notes by name what it was told. */
function listener(told: string[]): ClientObserver {
  return new Proxy({}, { get: (_, name) => () => void told.push(String(name)) }) as ClientObserver;
}

class Rig {
  readonly host = new ManualClock(START);
  readonly clock = new LoadClock(this.host, () => {});
  readonly told: string[] = [];
  readonly recorder = new Recorder(this.clock, STREAM);

  constructor() {
    this.recorder.before(listener(this.told));
    this.recorder.start(START, FROM, TO);
  }

  /** Goes to a moment of the window. */
  at(ms: number): this {
    this.host.advance(FROM + ms * MS - this.host.now());
    this.clock.stamp();
    return this;
  }

  ask = (): void => this.recorder.requested(0, 100);
  answer(...ids: number[]): void {
    for (const id of ids) {
      const envelope = Buffer.from(STREAM.envelope(id));
      this.recorder.event(0, envelope, 0, envelope.length, 1);
    }
    this.recorder.responded(0, ids.length, 50, 2);
  }

  get moments() {
    return this.recorder.report().recording!.moments;
  }
}

describe("the recorder", () => {
  it("keeps requests, answers and events with their due times, counted from the window's start", () => {
    const rig = new Rig();

    rig.at(250).ask();
    rig.at(253).answer(12, 13);

    expect(rig.moments).toEqual([
      { kind: "request", at: 250 * MS },
      { kind: "event", at: 253 * MS, id: 12, due: 100 * MS },
      { kind: "event", at: 253 * MS, id: 13, due: 200 * MS },
      { kind: "answer", at: 253 * MS, events: 2 },
    ]);
  });

  it("knows the request that was under way when the window opened, and no answered one", () => {
    const rig = new Rig();

    rig.at(-500).ask();
    rig.at(-400).answer();
    rig.at(-300).ask();
    rig.at(10).answer(11);

    expect(rig.moments.map(({ kind, at }) => [kind, at / MS])).toEqual([
      ["request", -300],
      ["event", 10],
      ["answer", 10],
    ]);
  });

  it("knows a request that was held all the time", () => {
    const rig = new Rig();
    rig.at(-300).ask();
    rig.at(1900);

    expect(rig.moments).toEqual([{ kind: "request", at: -300 * MS }]);
  });

  it("takes no request for under way that was answered before the window", () => {
    const rig = new Rig();

    rig.at(-500).ask();
    rig.at(-400).answer();
    rig.at(100).ask();

    expect(rig.moments).toEqual([{ kind: "request", at: 100 * MS }]);
  });

  it("ends with the window", () => {
    const rig = new Rig();

    rig.at(1999).ask();
    rig.at(2000).answer();

    expect(rig.moments).toHaveLength(1);
    expect(rig.recorder.report().recording?.until).toBe(2000 * MS);
  });

  it("ends earlier where more happens than it keeps, and says up to when it is whole", () => {
    const rig = new Rig();

    for (let ms = 0; ms < 300; ms++) rig.at(ms).ask();

    expect(rig.moments).toHaveLength(240);
    expect(rig.recorder.report().recording?.until).toBe(240 * MS);
  });

  it("leaves an event that no schedule has to the audit", () => {
    const rig = new Rig();

    const envelope = Buffer.from('{"seq":1,"id":99,"at":0,"data":""}');
    rig.at(5).recorder.event(0, envelope, 0, envelope.length, 1);

    expect(rig.moments).toEqual([]);
    expect(rig.told).toEqual(["event"]);
  });

  it("stands before the first observer that asks, and leaves any other as it is", () => {
    const rig = new Rig();
    const other = listener([]);

    expect(rig.recorder.before(other)).toBe(other);
    rig.at(5).ask();

    expect(rig.told).toEqual(["requested"]);
  });

  it("has nothing to report where no client stood behind it", () => {
    const rig = new Rig();
    const unasked = new Recorder(rig.clock, STREAM);

    unasked.start(START, FROM, TO);

    expect(unasked.report()).toEqual({});
  });

  it("tells everything on, recorded or not", () => {
    const rig = new Rig();
    const { recorder } = rig.at(9000);

    recorder.received(0, 1);
    recorder.opening(0);
    recorder.opened(0, 1, 1);
    rig.ask();
    rig.answer(1);
    recorder.controlled(0, 1, 1);
    recorder.skipped(0);
    recorder.gone(0, 1);
    recorder.closed(0, "lost", { socketUp: 0, socketDown: 0, strayUp: 0, strayDown: 0 });

    expect(rig.told).toEqual(
      "received opening opened requested event responded controlled skipped gone closed".split(" "),
    );
    expect(rig.moments).toEqual([]);
  });
});
