import type { Socket } from "node:net";
import { describe, expect, it } from "vitest";
import { ManualClock } from "../core/clock.ts";
import { random } from "../core/random.ts";
import { Agenda } from "./agenda.ts";
import { Flow, MAX_QUEUED_BYTES, MAX_QUEUED_PIECES } from "./flow.ts";
import { Gate } from "./gate.ts";
import { Line } from "./line.ts";
import { WayTally } from "./way-tally.ts";

const MS = 1e6;

/** A flow between sockets of the test's own, with a delay of 10 ms, on a clock that the test moves. */
function bench(gate = new Gate()) {
  const clock = new ManualClock();
  const source = {
    paused: false,
    pause: () => {
      source.paused = true;
    },
    resume: () => {
      source.paused = false;
    },
    isPaused: () => source.paused,
  };
  const written: string[] = [];
  const sink = {
    connecting: false,
    writableLength: 0,
    cork: () => {},
    uncork: () => {},
    write: (data: Buffer) => written.push(data.toString()),
    end: () => written.push("<end>"),
  };
  let ring = () => {};
  const agenda = new Agenda(clock, (call) => {
    ring = call;
    return { set: () => {}, stop: () => {} };
  });
  const tally = new WayTally();
  tally.open(0, Number.POSITIVE_INFINITY);
  const line = new Line({ delay: 10 * MS, jitter: 0 }, random(1, "test"));
  const way = { clock, agenda, gate: () => gate, tally };
  const flow = new Flow(way, line, source as unknown as Socket, sink as unknown as Socket);
  const send = (text: string) => flow.send(Buffer.from(text), clock.now());
  const wakeAt = (ms: number) => {
    clock.advance(ms * MS - clock.now());
    ring();
  };
  return { flow, source, sink, tally, written, send, wakeAt, now: () => clock.now() };
}

describe("a flow", () => {
  it("hands on what is due, in order, and an end behind it", () => {
    const { flow, written, send, wakeAt, now } = bench();
    send("a");
    wakeAt(4);
    send("b");
    flow.finish("end", now());
    wakeAt(10);
    expect(written).toEqual(["a"]);
    wakeAt(13.9);
    expect(written).toEqual(["a"]);
    wakeAt(14);
    expect(written).toEqual(["a", "b", "<end>"]);
  });

  it("counts the wait at a closed gate as due, not as late", () => {
    const { tally, written, send, wakeAt } = bench(new Gate([{ from: 5 * MS, to: 30 * MS }]));
    send("a");
    wakeAt(10);
    expect(written).toEqual([]);
    wakeAt(31);
    expect([written, tally.late.mean]).toEqual([["a"], 1 * MS]);
  });

  it("does not count a wait for the receiver as its own lateness", () => {
    const { flow, sink, tally, written, send, wakeAt } = bench();
    send("a");
    sink.writableLength = 1e6;
    wakeAt(10);
    expect(written).toEqual([]);
    sink.writableLength = 0;
    wakeAt(50);
    flow.drained();
    expect([written, tally.late.count, tally.out]).toEqual([["a"], 0, 1]);
  });

  it.each([
    // [what fills it, how many, of which length]
    ["bytes", 16, MAX_QUEUED_BYTES / 16],
    ["pieces", MAX_QUEUED_PIECES, 1],
  ])("stops reading when it is full of %s, and goes on when it is half empty", (_, count, length) => {
    const { source, send, wakeAt } = bench();
    const data = "x".repeat(length);
    for (let i = 1; i < count; i++) send(data);
    expect(source.paused).toBe(false);
    send(data);
    expect(source.paused).toBe(true);
    wakeAt(10);
    expect(source.paused).toBe(false);
  });

  it("drops what is on its way and what still comes when its receiver is gone, and reads on", () => {
    const { flow, source, tally, written, send, wakeAt } = bench();
    send("abc");
    source.paused = true;
    flow.kill();
    send("de");
    wakeAt(100);
    expect(source.paused).toBe(false);
    expect([written, tally.in, tally.out, tally.dropped, flow.queued]).toEqual([[], 5, 0, 5, 0]);
  });
});
